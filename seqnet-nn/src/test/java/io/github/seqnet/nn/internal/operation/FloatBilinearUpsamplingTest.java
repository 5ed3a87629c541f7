// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.seqnet.nn.internal.backend.ComputeBackend;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FloatBilinearUpsamplingTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "1, 1, 4, 3", "2, 5, 3, 7", "3, 8, 8, 16"})
  void equalsTheKernelInDoublePrecision(int images, int height, int width, int channels) {
    ComputeBackend.name();
    SplittableRandom random = new SplittableRandom(images + height);
    double[] values = random.doubles((long) images * height * width * channels).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    long[] large = {images, 2L * height, 2L * width, channels};
    double[] expected = new double[4 * values.length];
    HostKernels.bilinear(large).run(new double[][] {values}, new double[][] {expected});
    INDArray input =
        Nd4j.createFromArray(values)
            .castTo(DataType.FLOAT)
            .reshape(images, height, width, channels);
    INDArray output = Nd4j.create(DataType.FLOAT, large);
    new FloatBilinearUpsampling(input, output, large).run();
    assertArrayEquals(expected, output.data().asDouble(), 1e-6);
  }
}
