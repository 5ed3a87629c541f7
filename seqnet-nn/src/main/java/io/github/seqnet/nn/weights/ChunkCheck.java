// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Checks the chunks of an HDF5 data set before jhdf decompresses them: jhdf inflates whatever a
 * chunk contains, so that a small file could fill the memory. Time and memory of the check are
 * linear in the size of the file plus the size of the data set.
 */
final class ChunkCheck {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER_32 = 3;
  private static final Set<Integer> FILTERS = Set.of(DEFLATE, SHUFFLE, FLETCHER_32);
  private static final int CHECKSUM_BYTES = 4;

  /** Chunks at the edge of a data set extend beyond it, by less than one chunk per dimension. */
  private static final long LARGEST_OVERHANG = 16;

  private ChunkCheck() {}

  /**
   * Checks a data set that has a shape.
   *
   * @param fileBytes the size of the file
   * @throws IllegalArgumentException with the reason, if jhdf should not decompress the data set
   */
  static void check(Dataset dataset, long fileBytes) {
    if (!(dataset instanceof ChunkedDataset chunked)) {
      return;
    }
    List<Integer> filters =
        dataset.getFilters().stream().map(PipelineFilterWithData::getId).toList();
    checkFilters(dataset, filters);
    int[] dimensions = dataset.getDimensions();
    int[] chunk = chunked.getChunkDimensions();
    if (chunk.length != dimensions.length || Arrays.stream(chunk).anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException(
          "has chunks of the invalid shape " + Arrays.toString(chunk));
    }
    long chunkBytes = dataset.getDataType().getSize();
    long chunks = 1;
    for (int d = 0; d < chunk.length; d++) {
      chunkBytes = Math.multiplyExact(chunkBytes, chunk[d]);
      chunks = Math.multiplyExact(chunks, (dimensions[d] + (long) chunk[d] - 1) / chunk[d]);
    }
    long most = LARGEST_OVERHANG * dataset.getSizeInBytes();
    if (chunkBytes > most || chunks > most / chunkBytes) {
      throw new IllegalArgumentException(
          "has chunks of shape "
              + Arrays.toString(chunk)
              + ", which are too large for its shape "
              + Arrays.toString(dimensions));
    }
    // Several chunks at one address would be decompressed again and again.
    if (chunked.getStorageInBytes() > fileBytes) {
      throw new IllegalArgumentException("has more bytes in chunks than the file");
    }
    int[] offset = new int[chunk.length];
    for (long c = 0; c < chunks; c++) {
      ByteBuffer stored = chunked.getRawChunkBuffer(offset);
      long length = filters.contains(DEFLATE) ? inflated(stored, chunkBytes) : stored.remaining();
      if (length < chunkBytes) {
        throw new IllegalArgumentException(
            "has a chunk of " + length + " bytes where its shape needs " + chunkBytes);
      }
      advance(offset, chunk, dimensions);
    }
  }

  private static void checkFilters(Dataset dataset, List<Integer> filters) {
    for (PipelineFilterWithData filter : dataset.getFilters()) {
      if (!FILTERS.contains(filter.getId())) {
        throw new IllegalArgumentException(
            "uses the filter "
                + filter.getName()
                + ", which is not supported; save the model with gzip compression or none");
      }
    }
    if (new HashSet<>(filters).size() < filters.size()) {
      throw new IllegalArgumentException(
          "uses a filter more than once; save the model with gzip compression or none");
    }
  }

  /** The inflated size of a chunk; stops as soon as it is too large. */
  private static long inflated(ByteBuffer stored, long chunkBytes) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      byte[] piece = new byte[1 << 13];
      long length = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(piece);
        if (count == 0) {
          throw new IllegalArgumentException("has a truncated compressed chunk");
        }
        length += count;
        if (length > chunkBytes + CHECKSUM_BYTES) {
          throw new IllegalArgumentException(
              "has a compressed chunk of more than the " + chunkBytes + " bytes of its shape");
        }
      }
      return length;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("has a damaged compressed chunk", e);
    } finally {
      inflater.end();
    }
  }

  private static void advance(int[] offset, int[] chunk, int[] dimensions) {
    for (int d = offset.length - 1; d >= 0; d--) {
      offset[d] += chunk[d];
      if (offset[d] < dimensions[d]) {
        return;
      }
      offset[d] = 0;
    }
  }
}
