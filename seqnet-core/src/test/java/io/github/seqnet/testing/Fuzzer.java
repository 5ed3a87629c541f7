// SPDX-License-Identifier: MIT
package io.github.seqnet.testing;

import io.github.seqnet.SeqnetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Mutation fuzzing of a reader: each input is a valid seed with changed bytes and numbers,
 * repeated, removed and exchanged parts, and, in TIFF files, forged directory entries. A reader
 * must return or throw an {@link IOException} or a {@link SeqnetException} with a message of one
 * line, within two seconds of processor time and its documented {@link Budget}. Checksums of PNG
 * chunks are repaired, so that mutations get past them.
 *
 * <p>The number of inputs of each test is the system property {@code seqnet.fuzz.inputs}.
 */
public final class Fuzzer {
  private static final long MOST_NANOS = 2_000_000_000L;
  private static final int LONGEST_MESSAGE = 2000;
  private static final int MOST_REPEATED_BYTES = 1 << 18;
  private static final long[] NUMBERS = {
    0, 1, -1, 2, 127, 128, 255, 256, 32767, 32768, 65535, 65536, Integer.MAX_VALUE, 1L << 31
  };

  /** Tags of TIFF that decide about sizes, and some that readers have no reason to look at. */
  private static final int[] TAGS = {
    254, 256, 257, 258, 259, 262, 273, 274, 277, 278, 279, 284, 305, 306, 317, 320, 322, 323, 324,
    325, 330, 332, 338, 339, 347, 529, 530, 700, 34665, 34675, 34853, 42112, 50706
  };

  private Fuzzer() {}

  /** A reader under test. */
  @FunctionalInterface
  public interface Reader {
    /** Reads an input, or refuses it with an {@link IOException}. */
    void read(byte[] input) throws IOException;
  }

  /** A reader under test that tells how many pixels, or other values, an input declares. */
  @FunctionalInterface
  public interface SizedReader {
    /**
     * Reads an input, or refuses it with an {@link IOException}.
     *
     * @param declared receives the number of pixels that the reader accepted
     */
    void read(byte[] input, LongConsumer declared) throws IOException;
  }

  /**
   * The heap that reading an input may allocate, all allocations added up.
   *
   * @param base bytes for any input
   * @param perByte bytes for each byte of the input
   * @param perPixel bytes for each pixel that the input declares
   */
  public record Budget(long base, long perByte, long perPixel) {
    /** The limits that the documentation promises for readers other than those of images. */
    public static Budget ofBytes(long perByte) {
      return new Budget(32L << 20, perByte, 0);
    }

    private long bytes(long length, long pixels) {
      return base + perByte * length + perPixel * pixels;
    }
  }

  /** The number of inputs: the system property, or the default. */
  public static int inputs(int otherwise) {
    return Integer.getInteger("seqnet.fuzz.inputs", otherwise);
  }

  /**
   * Feeds mutations of seeds to a reader. Inputs that fail are kept in {@code target/fuzz}.
   *
   * @param seeds valid files
   * @param inputs how many inputs
   * @param budget the heap that an input may allocate
   * @return a line of counts: inputs, read, rejected, slowest in milliseconds, largest share of the
   *     budget
   * @throws AssertionError if an input failed, with the counts of each kind and the first failure
   */
  public static String run(
      List<byte[]> seeds, int inputs, long randomSeed, Budget budget, Reader reader) {
    return run(seeds, inputs, randomSeed, budget, (input, declared) -> reader.read(input));
  }

  /** As the other one, for a reader that tells how many pixels an input declares. */
  public static String run(
      List<byte[]> seeds, int inputs, long randomSeed, Budget budget, SizedReader reader) {
    SplittableRandom random = new SplittableRandom(randomSeed);
    Counts counts = new Counts(randomSeed);
    for (int i = 0; i < inputs; i++) {
      counts.feed(mutate(seeds.get(random.nextInt(seeds.size())), seeds, random), budget, reader);
    }
    return counts.close();
  }

  /**
   * Feeds one input as it is.
   *
   * @return whether it was read
   * @throws AssertionError if it failed in the sense of {@link #run}
   */
  public static boolean accepts(byte[] input, Budget budget, SizedReader reader) {
    Counts counts = new Counts(0);
    counts.feed(input, budget, reader);
    counts.close();
    return counts.read == 1;
  }

  /** As the other one, for a reader of anything but images. */
  public static boolean accepts(byte[] input, Budget budget, Reader reader) {
    return accepts(input, budget, (bytes, declared) -> reader.read(bytes));
  }

  /** The outcomes of the inputs. */
  private static final class Counts {
    private static final com.sun.management.ThreadMXBean THREADS =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long randomSeed;
    private int inputs;
    private int read;
    private int failed;
    private int slow;
    private int large;
    private long slowest;
    private double largest;
    private String firstText = "";
    private Throwable first;

    Counts(long randomSeed) {
      this.randomSeed = randomSeed;
    }

    void feed(byte[] input, Budget budget, SizedReader reader) {
      AtomicLong pixels = new AtomicLong();
      long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      long start = THREADS.getCurrentThreadCpuTime();
      try {
        reader.read(input, pixels::set);
        read++;
      } catch (IOException | SeqnetException e) {
        String message = e.getMessage();
        if (message == null || message.lines().count() != 1 || message.length() > LONGEST_MESSAGE) {
          fail(input, "a message not of one short line: " + message, e);
        }
      } catch (RuntimeException | Error e) {
        fail(input, "an undocumented exception", e);
      }
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
      slowest = Math.max(slowest, nanos);
      if (nanos > MOST_NANOS) {
        slow++;
        fail(input, nanos / 1_000_000 + " ms", null);
      }
      long most = budget.bytes(input.length, pixels.get());
      largest = Math.max(largest, (double) bytes / most);
      if (bytes > most) {
        large++;
        fail(
            input,
            bytes + " bytes of heap for " + input.length + " and " + pixels + " pixels",
            null);
      }
      inputs++;
    }

    void fail(byte[] input, String text, Throwable cause) {
      failed++;
      Path file = Path.of("target", "fuzz", randomSeed + "-" + inputs + ".bin");
      if (failed == 1) {
        firstText = file + ": " + text;
        first = cause;
      }
      try {
        Files.createDirectories(file.getParent());
        Files.write(file, input);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String close() {
      String text =
          "inputs %d, read %d, rejected %d, slowest %d ms, largest %.0f %% of the memory budget"
              .formatted(inputs, read, inputs - read, slowest / 1_000_000, 100 * largest);
      if (failed > 0) {
        throw new AssertionError(
            "%s; failures %d, over the time %d, over the memory %d; the first: %s"
                .formatted(text, failed, slow, large, firstText),
            first);
      }
      return text;
    }
  }

  private static byte[] mutate(byte[] seed, List<byte[]> seeds, SplittableRandom random) {
    byte[] input = seed.clone();
    for (int k = random.nextInt(6); k >= 0 && input.length > 8; k--) {
      // Headers matter most.
      int at = random.nextInt(random.nextBoolean() ? Math.min(256, input.length) : input.length);
      switch (random.nextInt(10)) {
        case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> input[at] = (byte) random.nextInt(256);
        case 2, 3 -> number(input, at, random);
        case 4 -> input = Arrays.copyOf(input, at);
        case 5 -> {
          int length = Math.min(random.nextInt(64), input.length - at);
          byte[] longer = Arrays.copyOf(input, input.length + length);
          System.arraycopy(input, at, longer, at + length, input.length - at);
          input = longer;
        }
        case 6 -> {
          int length = Math.min(random.nextInt(64), input.length - at);
          System.arraycopy(input, at + length, input, at, input.length - at - length);
          input = Arrays.copyOf(input, input.length - length);
        }
        case 7 -> input = repeated(input, at, random);
        case 8 -> forgeEntry(input, random);
        default -> {
          byte[] other = seeds.get(random.nextInt(seeds.size()));
          int from = random.nextInt(other.length);
          int length =
              Math.min(random.nextInt(128), Math.min(other.length - from, input.length - at));
          System.arraycopy(other, from, input, at, length);
        }
      }
    }
    if (random.nextInt(8) != 0) {
      PngChecksums.repair(input);
    }
    return input;
  }

  /** Repeats a part many times; in a JPEG file, from one marker to another. */
  private static byte[] repeated(byte[] input, int at, SplittableRandom random) {
    int from = marker(input, at);
    int to = marker(input, Math.min(input.length, from + 1 + random.nextInt(512)));
    int times = Math.min(1 + random.nextInt(2000), MOST_REPEATED_BYTES / Math.max(1, to - from));
    if (to <= from || input.length > MOST_REPEATED_BYTES) {
      return input;
    }
    byte[] longer = new byte[input.length + times * (to - from)];
    System.arraycopy(input, 0, longer, 0, to);
    for (int k = 0; k < times; k++) {
      System.arraycopy(input, from, longer, to + k * (to - from), to - from);
    }
    System.arraycopy(input, to, longer, to + times * (to - from), input.length - to);
    return longer;
  }

  /** The next marker of a JPEG file; in other files, the place itself. */
  private static int marker(byte[] input, int at) {
    if (input[0] != (byte) 0xff || input[1] != (byte) 0xd8) {
      return at;
    }
    int marker = at;
    while (marker + 1 < input.length
        && (input[marker] != (byte) 0xff || input[marker + 1] == 0 || input[marker + 1] == -1)) {
      marker++;
    }
    return marker;
  }

  /** Replaces one entry of the first directory of a TIFF file. */
  private static void forgeEntry(byte[] input, SplittableRandom random) {
    boolean little = input[0] == 'I' && input[1] == 'I';
    if (input.length < 64 || (!little && (input[0] != 'M' || input[1] != 'M'))) {
      return;
    }
    ByteBuffer file =
        ByteBuffer.wrap(input).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(file.getInt(4));
    if (directory + 14 > input.length) {
      return;
    }
    int entries = Math.max(1, file.getShort((int) directory) & 0xffff);
    int at = (int) directory + 2 + 12 * random.nextInt(Math.min(entries, 40));
    if (at + 12 <= input.length) {
      file.putShort(at, (short) TAGS[random.nextInt(TAGS.length)]);
      file.putShort(at + 2, (short) (1 + random.nextInt(18)));
      file.putInt(at + 4, (int) NUMBERS[random.nextInt(NUMBERS.length)]);
      file.putInt(at + 8, random.nextInt(input.length));
    }
  }

  private static void number(byte[] input, int at, SplittableRandom random) {
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    int size = 1 << random.nextInt(4);
    boolean little = random.nextBoolean();
    for (int b = 0; b < size && at + b < input.length; b++) {
      input[at + b] = (byte) (value >> (8 * (little ? b : size - 1 - b)));
    }
  }
}
