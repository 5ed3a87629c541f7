/**
 * JMH benchmarks of single components. The build does not run them: {@code mvn -q -B -ntp verify
 * -Pcpu,bench -DskipTests} runs all, and {@code -Dbench.arguments="Resize -f 1"} selects some.
 * Start with {@link io.github.seqnet.benchmarks.ForwardBenchmark}.
 */
@NullMarked
package io.github.seqnet.benchmarks;

import org.jspecify.annotations.NullMarked;
