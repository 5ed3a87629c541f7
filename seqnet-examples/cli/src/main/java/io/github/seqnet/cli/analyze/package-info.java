/**
 * The command {@code seqnet analyze}, which also runs as {@code seqnet photo.jpg}. Start with
 * {@link io.github.seqnet.cli.analyze.AnalyzeCommand}.
 */
package io.github.seqnet.cli.analyze;
