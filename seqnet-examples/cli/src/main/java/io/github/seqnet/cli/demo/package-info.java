/**
 * The command {@code seqnet demo}, which analyzes a generated photograph. Start with {@link
 * io.github.seqnet.cli.demo.DemoCommand}.
 */
package io.github.seqnet.cli.demo;
