// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.nn.weights.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The complete state of a training after a step. A training that continues from it ends with the
 * same bits as one that was never interrupted. Dropout and batches depend on the seed and the step
 * number alone and need no state. Immutable.
 *
 * <p>File layout: {@code SEQNETCK}, format version, the model as text, options as name/value pairs,
 * numbers (big-endian), vectors (float32, little-endian), and the CRC-32C of everything before it.
 */
public final class Checkpoint {
  /** The version of the format that is written. */
  public static final int VERSION = 3;

  private static final byte[] MAGIC = "SEQNETCK".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_TEXT = 1 << 20;
  private static final int MOST_OPTIONS = 1000;

  private final String model;
  private final Map<String, String> options;
  private final String data;
  private final long step;
  private final Duration elapsed;
  private final OptionalDouble bestScore;
  private final int validationsSinceBest;
  private final float[] parameters;
  private final float[] mean;
  private final float[] square;
  private final float[] average;

  /** Copies the vectors. */
  Checkpoint(
      String model,
      Map<String, String> options,
      String data,
      long step,
      Duration elapsed,
      OptionalDouble bestScore,
      int validationsSinceBest,
      float[] parameters,
      float[] mean,
      float[] square,
      float[] average) {
    this.model = model;
    this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    this.data = data;
    this.step = step;
    this.elapsed = elapsed;
    this.bestScore = bestScore;
    this.validationsSinceBest = validationsSinceBest;
    this.parameters = parameters.clone();
    this.mean = mean.clone();
    this.square = square.clone();
    this.average = average.clone();
  }

  /** The model that is trained, as text. */
  public String model() {
    return model;
  }

  /**
   * The options of the training, values by name. An option that this version of the library added
   * later is missing in older checkpoints and has its default.
   */
  public Map<String, String> options() {
    return options;
  }

  /** The data of the training, as text. */
  public String data() {
    return data;
  }

  /** After which step; 0 before the first. */
  public long step() {
    return step;
  }

  /** The duration of the training so far. */
  public Duration elapsed() {
    return elapsed;
  }

  /** The score of the best validation. */
  public OptionalDouble bestScore() {
    return bestScore;
  }

  /** The number of validations since the best one. */
  public int validationsSinceBest() {
    return validationsSinceBest;
  }

  float[] parameters() {
    return parameters.clone();
  }

  float[] mean() {
    return mean.clone();
  }

  float[] square() {
    return square.clone();
  }

  float[] average() {
    return average.clone();
  }

  /**
   * Writes the file atomically.
   *
   * @throws IOException if it cannot be written; names the file
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(
        file,
        stream -> {
          CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32C());
          DataOutputStream out = new DataOutputStream(checked);
          out.write(MAGIC);
          out.writeInt(VERSION);
          writeText(out, model);
          out.writeInt(options.size());
          for (Map.Entry<String, String> option : options.entrySet()) {
            writeText(out, option.getKey());
            writeText(out, option.getValue());
          }
          writeText(out, data);
          out.writeLong(step);
          out.writeLong(elapsed.toNanos());
          out.writeBoolean(bestScore.isPresent());
          out.writeDouble(bestScore.orElse(0));
          out.writeInt(validationsSinceBest);
          out.writeInt(parameters.length);
          for (float[] vector : new float[][] {parameters, mean, square, average}) {
            writeVector(out, vector);
          }
          out.flush();
          out.writeLong(checked.getChecksum().getValue());
          out.flush();
        });
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read; names the file
   * @throws ModelFormatException if it is not a checkpoint, has an unknown version, or is damaged
   */
  public static Checkpoint read(Path file) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      CheckedInputStream checked = new CheckedInputStream(stream, new CRC32C());
      return read(file, checked, new DataInputStream(checked));
    } catch (EOFException e) {
      throw new ModelFormatException(file.toString(), "the checkpoint ends early", e);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such checkpoint", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": no permission to read it", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Checkpoint read(Path file, CheckedInputStream checked, DataInputStream in)
      throws IOException {
    String name = file.toString();
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new ModelFormatException(name, "is not a training checkpoint");
    }
    int version = in.readInt();
    if (version != VERSION) {
      throw new ModelFormatException(
          name, "has checkpoint format " + version + ", this library reads " + VERSION);
    }
    try {
      String model = readText(in, name);
      Map<String, String> options = readOptions(in, name);
      String data = readText(in, name);
      long step = in.readLong();
      Duration elapsed = Duration.ofNanos(in.readLong());
      boolean scored = in.readBoolean();
      double score = in.readDouble();
      int since = in.readInt();
      int length = in.readInt();
      if (length < 1 || 16L * length > Files.size(file)) {
        throw new ModelFormatException(
            name, "is damaged: " + length + " parameters do not fit into the file");
      }
      float[][] vectors = new float[4][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = readVector(in, length);
      }
      long computed = checked.getChecksum().getValue();
      if (in.readLong() != computed) {
        throw new ModelFormatException(name, "is damaged: its checksum does not match");
      }
      return new Checkpoint(
          model,
          options,
          data,
          step,
          elapsed,
          scored ? OptionalDouble.of(score) : OptionalDouble.empty(),
          since,
          vectors[0],
          vectors[1],
          vectors[2],
          vectors[3]);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(name, "is damaged: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> readOptions(DataInputStream in, String name)
      throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_OPTIONS) {
      throw new ModelFormatException(name, "is damaged: " + count + " options");
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = readText(in, name);
      if (options.put(key, readText(in, name)) != null) {
        throw new ModelFormatException(name, "is damaged: option " + key + " is there twice");
      }
    }
    return options;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in, String name) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_TEXT) {
      throw new ModelFormatException(name, "is damaged: a text of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeVector(DataOutputStream out, float[] vector) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : vector) {
      if (!buffer.hasRemaining()) {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      buffer.putFloat(value);
    }
    out.write(buffer.array(), 0, buffer.position());
  }

  private static float[] readVector(DataInputStream in, int length) throws IOException {
    float[] vector = new float[length];
    byte[] bytes = new byte[1 << 16];
    int done = 0;
    while (done < length) {
      int floats = Math.min(bytes.length / Float.BYTES, length - done);
      in.readFully(bytes, 0, floats * Float.BYTES);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(vector, done, floats);
      done += floats;
    }
    return vector;
  }
}
