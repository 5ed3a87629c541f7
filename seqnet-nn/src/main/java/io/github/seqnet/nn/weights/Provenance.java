package io.github.seqnet.nn.weights;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where trained weights come from. Immutable.
 *
 * @param dataSets the data sets and which of their images were trained on, one entry each; empty
 *     where it is not known
 * @param recipe how the weights were trained: options, schedule, loss, batches
 * @param seed the seed of the training, where it had one
 * @param libraryVersion the version of this library that saved the model
 * @param javaVersion the Java runtime that saved the model
 * @param platform the operating system and processor architecture that saved the model
 * @param created when the model was saved
 * @param notes anything else
 */
public record Provenance(
    List<String> dataSets,
    String recipe,
    OptionalLong seed,
    String libraryVersion,
    String javaVersion,
    String platform,
    Instant created,
    String notes)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  public Provenance {
    dataSets = List.copyOf(dataSets);
    recipe = text("recipe", recipe);
    libraryVersion = text("libraryVersion", libraryVersion);
    javaVersion = text("javaVersion", javaVersion);
    platform = text("platform", platform);
    notes = text("notes", notes);
    if (seed == null || created == null) {
      throw new NullPointerException((seed == null ? "seed" : "created") + " must not be null");
    }
  }

  /** The provenance of a model made by this program now. */
  public static Provenance now(
      List<String> dataSets, String recipe, OptionalLong seed, String notes) {
    return new Provenance(
        dataSets,
        recipe,
        seed,
        LibraryVersion.read(),
        System.getProperty("java.runtime.version", "unknown"),
        System.getProperty("os.name") + "/" + System.getProperty("os.arch"),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        notes);
  }

  /**
   * The provenance of weights taken from another program's file.
   *
   * @param source what they were taken from, such as a file's name
   */
  public static Provenance imported(String source) {
    return now(List.of(), "not known", OptionalLong.empty(), "imported from " + source);
  }

  private static String text(String name, String value) {
    if (value == null) {
      throw new NullPointerException(name + " must not be null");
    }
    return value;
  }
}
