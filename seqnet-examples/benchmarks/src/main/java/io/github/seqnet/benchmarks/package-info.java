/**
 * JMH benchmarks of the parts; never run by the build. {@code mvn -q -B -ntp verify -Pcpu,bench
 * -DskipTests} runs them all, {@code -Dbench.arguments="Resize -f 1"} some.
 */
package io.github.seqnet.benchmarks;
