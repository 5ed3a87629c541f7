package io.github.seqnet.testing;

import io.github.seqnet.SeqnetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Mutation fuzzing of a reader: each input is a valid seed with changed bytes and numbers,
 * repeated, removed and exchanged parts. A reader must return or throw an {@link IOException} or a
 * {@link SeqnetException} with a message of one line, within two seconds and a memory budget.
 * Checksums of PNG chunks are repaired, so that mutations get past them.
 *
 * <p>The number of inputs of each test is the system property {@code seqnet.fuzz.inputs}.
 */
public final class Fuzzer {
  private static final long MOST_NANOS = 2_000_000_000L;
  private static final long BASE_BYTES = 64L << 20;
  private static final long[] NUMBERS = {
    0, 1, -1, 2, 127, 128, 255, 256, 32767, 32768, 65535, 65536, Integer.MAX_VALUE, 1L << 31
  };

  private Fuzzer() {}

  /** A reader under test. */
  @FunctionalInterface
  public interface Reader {
    /** Reads an input, or refuses it with an {@link IOException}. */
    void read(byte[] input) throws IOException;
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
   * @param bytesPerByte the heap that a byte of input may allocate, besides 64 MB
   * @return a line of counts: inputs, read, rejected, slowest in milliseconds
   * @throws AssertionError if an input failed, with the counts of each kind and the first failure
   */
  public static String run(
      List<byte[]> seeds, int inputs, long randomSeed, long bytesPerByte, Reader reader) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    SplittableRandom random = new SplittableRandom(randomSeed);
    Counts counts = new Counts(randomSeed);
    for (int i = 0; i < inputs; i++) {
      byte[] input = mutate(seeds.get(random.nextInt(seeds.size())), seeds, random);
      long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      long start = System.nanoTime();
      try {
        reader.read(input);
        counts.read++;
      } catch (IOException | SeqnetException e) {
        String message = e.getMessage();
        if (message == null || message.lines().count() != 1) {
          counts.fail(i, input, "a message not of one line: " + message, e);
        }
      } catch (RuntimeException | Error e) {
        counts.fail(i, input, "an undocumented exception", e);
      }
      long nanos = System.nanoTime() - start;
      long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
      counts.slowest = Math.max(counts.slowest, nanos);
      if (nanos > MOST_NANOS) {
        counts.slow++;
        counts.fail(i, input, nanos / 1_000_000 + " ms", null);
      }
      if (bytes > BASE_BYTES + bytesPerByte * input.length) {
        counts.large++;
        counts.fail(i, input, bytes + " bytes of heap for " + input.length, null);
      }
      counts.inputs++;
    }
    return counts.close();
  }

  /** What became of the inputs. */
  private static final class Counts {
    private final long randomSeed;
    private int inputs;
    private int read;
    private int failed;
    private int slow;
    private int large;
    private long slowest;
    private String firstText = "";
    private Throwable first;

    Counts(long randomSeed) {
      this.randomSeed = randomSeed;
    }

    void fail(int number, byte[] input, String text, Throwable cause) {
      failed++;
      Path file = Path.of("target", "fuzz", randomSeed + "-" + number + ".bin");
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
          "inputs %d, read %d, rejected %d, slowest %d ms"
              .formatted(inputs, read, inputs - read, slowest / 1_000_000);
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
      switch (random.nextInt(8)) {
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

  private static void number(byte[] input, int at, SplittableRandom random) {
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    int size = 1 << random.nextInt(4);
    boolean little = random.nextBoolean();
    for (int b = 0; b < size && at + b < input.length; b++) {
      input[at + b] = (byte) (value >> (8 * (little ? b : size - 1 - b)));
    }
  }
}
