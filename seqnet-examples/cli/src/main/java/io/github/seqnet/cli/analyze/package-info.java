/**
 * The command {@code seqnet analyze}, which also runs as {@code seqnet photo.jpg}. Start with
 * {@link io.github.seqnet.cli.analyze.AnalyzeCommand}.
 */
@NullMarked
package io.github.seqnet.cli.analyze;

import org.jspecify.annotations.NullMarked;
