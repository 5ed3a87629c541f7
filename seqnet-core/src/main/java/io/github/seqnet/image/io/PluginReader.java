// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** Runs an ImageIO decoder on a file in memory within a time limit. */
final class PluginReader {
  /** Decoders that read whole buffers notice the end at once. */
  private static final int MOST_READS_AFTER_THE_END = 16;

  private static final String ENDS_TOO_EARLY = "the file ends too early";

  private PluginReader() {}

  /**
   * Decodes the first image.
   *
   * @param reader disposed at the end
   * @throws IOException with the reason only, if the file is damaged or the time is over
   */
  static BufferedImage read(ImageReader reader, byte[] file, ReadBudget budget) throws IOException {
    return decode(reader, file, budget, r -> r.read(0));
  }

  /**
   * Decodes one image of a file with several.
   *
   * @param reader disposed at the end
   * @param index counted from 0
   * @throws IOException as {@link #read(ImageReader, byte[], ReadBudget)}
   */
  static BufferedImage read(ImageReader reader, byte[] file, int index, ReadBudget budget)
      throws IOException {
    return decode(reader, file, budget, r -> r.read(index));
  }

  /**
   * Decodes the samples of the first image.
   *
   * @param stored whether the samples are taken as stored, without converting colors
   * @throws IOException as {@link #read(ImageReader, byte[], ReadBudget)}
   */
  static Raster readRaster(ImageReader reader, byte[] file, boolean stored, ReadBudget budget)
      throws IOException {
    return decode(
        reader, file, budget, r -> stored ? r.readRaster(0, null) : r.read(0).getRaster());
  }

  /** Copies all samples of a raster of unsigned integers. */
  static Samples samples(Raster raster, int bits) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    char[] values = new char[width * height * bands];
    int[] row = new int[width * bands];
    for (int y = 0, out = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i++) {
        values[out++] = (char) row[i];
      }
    }
    return new Samples(width, height, bands, bits, values);
  }

  @FunctionalInterface
  private interface Decoding<T> {
    T apply(ImageReader reader) throws IOException;
  }

  private static <T> T decode(
      ImageReader reader, byte[] file, ReadBudget budget, Decoding<T> decoding) throws IOException {
    List<String> damage = new ArrayList<>();
    try (BudgetedStream in = new BudgetedStream(file, budget)) {
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (warning.startsWith("Corrupt JPEG data") || warning.startsWith("Premature end")) {
              damage.add(warning);
            }
          });
      reader.addIIOReadProgressListener(new Stopper(budget));
      reader.setInput(in, false, true);
      T result = decoding.apply(reader);
      budget.checkTime();
      if (!damage.isEmpty()) {
        throw new IOException("the file is damaged (" + damage.get(0) + ")");
      }
      return result;
    } finally {
      reader.dispose();
    }
  }

  /**
   * A stream over a file in memory that throws once the time limit is reached, or after repeated
   * reads past the end. Some decoders read missing bytes as zeros and would decode a whole image
   * from them.
   */
  private static final class BudgetedStream extends ArrayImageInputStream {
    private final ReadBudget budget;
    private int reads;
    private int readsAfterTheEnd;

    BudgetedStream(byte[] content, ReadBudget budget) {
      super(content);
      this.budget = budget;
    }

    @Override
    public int read() throws IOException {
      check();
      return checkEnd(super.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      check();
      return checkEnd(super.read(target, offset, length));
    }

    private int checkEnd(int read) throws IOException {
      // Not an EOFException, which the decoder of WebP ignores.
      if (read < 0 && ++readsAfterTheEnd > MOST_READS_AFTER_THE_END) {
        throw new IOException(ENDS_TOO_EARLY);
      }
      return read;
    }

    private void check() throws IOException {
      if ((++reads & 0xff) == 0) {
        budget.checkTime();
      }
    }
  }

  /** Aborts a decoder that reports its progress. */
  private static final class Stopper implements IIOReadProgressListener {
    private final ReadBudget budget;

    Stopper(ReadBudget budget) {
      this.budget = budget;
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
      if (budget.isTimeOver()) {
        source.abort();
      }
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}
  }
}
