package io.github.seqnet.nn.architecture;

/**
 * A value inside a network: {@code N x H/reduction x W/reduction x channels}, channels last. Made
 * by a {@link NetworkBuilder} and meaningful only within its network.
 *
 * @param id the position among the tensors of its network, from 0 on
 * @param channels the number of channels, at least 1
 * @param reduction the factor by which height and width are smaller than the input's, a power of
 *     two
 */
public record Tensor(int id, int channels, int reduction) {}
