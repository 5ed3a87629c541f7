/** Training networks: {@link io.github.seqnet.nn.training.Trainer}. */
package io.github.seqnet.nn.training;
