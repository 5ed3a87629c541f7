package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of a network as ND4J arrays for inference. An up-convolution is kept as two 1 x 1
 * convolutions, one for each parity of the output row, whose outputs hold both column parities:
 * that is several times faster than the native transposed convolution and gives the same bits.
 * Read-only once made, shared by all plans.
 */
public final class DeviceWeights implements AutoCloseable {
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  /** Puts all weights of a network on the device. */
  public DeviceWeights(Network network, NetworkWeights weights) {
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Convolution convolution) {
        put(convolution.kernel(), weights);
        put(convolution.bias(), weights);
      } else if (layer instanceof Layer.UpConvolution up) {
        putUpConvolution(up, weights);
      }
    }
  }

  /** The array of a parameter of a convolution. */
  INDArray array(Parameter parameter) {
    return arrays.get(parameter.name());
  }

  /** The 1 x 1 kernel {@code [1, 1, in, 2 * out]} that makes the output rows of one parity. */
  INDArray rowKernel(Layer.UpConvolution up, int parity) {
    return arrays.get(up.kernel().name() + "/" + parity);
  }

  /** The bias of {@link #rowKernel}, {@code [2 * out]}. */
  INDArray rowBias(Layer.UpConvolution up) {
    return arrays.get(up.bias().name() + "/rows");
  }

  private void put(Parameter parameter, NetworkWeights weights) {
    arrays.computeIfAbsent(
        parameter.name(),
        name ->
            array(
                weights.values(name),
                parameter.shape().stream().mapToLong(Integer::longValue).toArray()));
  }

  private void putUpConvolution(Layer.UpConvolution up, NetworkWeights weights) {
    if (rowBias(up) != null) {
      return;
    }
    int out = up.output().channels();
    int in = up.input().channels();
    float[] kernel = weights.values(up.kernel().name());
    for (int parity = 0; parity < 2; parity++) {
      float[] rows = new float[in * 2 * out];
      for (int column = 0; column < 2; column++) {
        for (int o = 0; o < out; o++) {
          for (int c = 0; c < in; c++) {
            rows[(c * 2 + column) * out + o] = kernel[((parity * 2 + column) * out + o) * in + c];
          }
        }
      }
      arrays.put(up.kernel().name() + "/" + parity, array(rows, 1, 1, in, 2L * out));
    }
    float[] bias = weights.values(up.bias().name());
    float[] twice = new float[2 * out];
    System.arraycopy(bias, 0, twice, 0, out);
    System.arraycopy(bias, 0, twice, out, out);
    arrays.put(up.bias().name() + "/rows", array(twice, 2L * out));
  }

  private static INDArray array(float[] values, long... shape) {
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, shape);
    HostTransfer.put(values, array);
    return array;
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
