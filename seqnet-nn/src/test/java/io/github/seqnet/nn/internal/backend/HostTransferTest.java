// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HostTransferTest {
  @Test
  void whatDoesNotFitIsRefused() {
    float[] values = {1, 2, 3, 4};
    float[] read = new float[4];
    try (INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 4)) {
      HostTransfer.put(values, array);
      for (int length : new int[] {3, 5}) {
        float[] other = new float[length];
        assertThrows(IllegalArgumentException.class, () -> HostTransfer.put(other, array));
        assertThrows(IllegalArgumentException.class, () -> HostTransfer.get(array, other));
      }
      assertThrows(IndexOutOfBoundsException.class, () -> HostTransfer.put(values, 0, array, 1, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> HostTransfer.put(values, 1, array, 0, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> HostTransfer.get(array, 1, read, 4));
      assertThrows(
          IndexOutOfBoundsException.class, () -> HostTransfer.get(array, 0, new float[3], 4));
      HostTransfer.get(array, read);
      assertArrayEquals(values, read);
    }
  }
}
