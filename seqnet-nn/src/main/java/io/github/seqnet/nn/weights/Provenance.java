// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The origin of trained weights: training data, recipe, seed, versions and time. Immutable, equal
 * by every property.
 */
public final class Provenance implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> dataSets;
  private final String recipe;
  private final @Nullable Long seed;
  private final String libraryVersion;
  private final String javaVersion;
  private final String platform;
  private final Instant created;
  private final String notes;

  /**
   * Creates a provenance.
   *
   * @param dataSets the data sets and the images used for training, one entry each; empty if
   *     unknown
   * @param recipe the training recipe: options, schedule, loss, batches
   * @param seed the seed of the training; empty if it had none
   * @param libraryVersion the version of this library that saved the model
   * @param javaVersion the Java runtime that saved the model
   * @param platform the operating system and processor architecture that saved the model
   * @param created the time at which the model was saved
   * @param notes free text
   */
  public Provenance(
      List<String> dataSets,
      String recipe,
      OptionalLong seed,
      String libraryVersion,
      String javaVersion,
      String platform,
      Instant created,
      String notes) {
    this.dataSets = List.copyOf(Objects.requireNonNull(dataSets, "dataSets"));
    this.recipe = Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(seed, "seed");
    this.seed = seed.isPresent() ? seed.getAsLong() : null;
    this.libraryVersion = Objects.requireNonNull(libraryVersion, "libraryVersion");
    this.javaVersion = Objects.requireNonNull(javaVersion, "javaVersion");
    this.platform = Objects.requireNonNull(platform, "platform");
    this.created = Objects.requireNonNull(created, "created");
    this.notes = Objects.requireNonNull(notes, "notes");
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
   * The provenance of weights imported from another program's file.
   *
   * @param source the source of the weights, such as a file name
   */
  public static Provenance imported(String source) {
    return now(List.of(), "not known", OptionalLong.empty(), "imported from " + source);
  }

  /** The data sets and the images used for training; empty if unknown. */
  public List<String> dataSets() {
    return dataSets;
  }

  /** The training recipe: options, schedule, loss, batches. */
  public String recipe() {
    return recipe;
  }

  /** The seed of the training; empty if it had none. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /** The version of this library that saved the model. */
  public String libraryVersion() {
    return libraryVersion;
  }

  /** The Java runtime that saved the model. */
  public String javaVersion() {
    return javaVersion;
  }

  /** The operating system and processor architecture that saved the model. */
  public String platform() {
    return platform;
  }

  /** The time at which the model was saved. */
  public Instant created() {
    return created;
  }

  /** Free text; may be empty. */
  public String notes() {
    return notes;
  }

  /** Equal by every property. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Provenance that
        && that.dataSets.equals(dataSets)
        && that.recipe.equals(recipe)
        && Objects.equals(that.seed, seed)
        && that.libraryVersion.equals(libraryVersion)
        && that.javaVersion.equals(javaVersion)
        && that.platform.equals(platform)
        && that.created.equals(created)
        && that.notes.equals(notes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        dataSets, recipe, seed, libraryVersion, javaVersion, platform, created, notes);
  }

  @Override
  public String toString() {
    return "Provenance[" + dataSets + ", seed " + seed + ", " + created + "]";
  }
}
