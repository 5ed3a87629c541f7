/**
 * Cutting an image into overlapping windows and putting the windows' maps together again: {@link
 * io.github.seqnet.tiling.Tiling} says where the windows lie, {@link
 * io.github.seqnet.tiling.WindowAccumulator} averages what was predicted in them.
 */
package io.github.seqnet.tiling;
