/**
 * The command {@code seqnet demo}, which analyzes a generated photograph. Start with {@link
 * io.github.seqnet.cli.demo.DemoCommand}.
 */
@NullMarked
package io.github.seqnet.cli.demo;

import org.jspecify.annotations.NullMarked;
