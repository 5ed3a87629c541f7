// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A list of named samples. {@link #open} finds the files of a {@link FolderLayout}, and {@link
 * DatasetProvider} opens data sets by name. A data set of your own can hold any {@link Sample}s:
 *
 * <pre>{@code
 * Dataset mine = new Dataset("mine", List.of(firstSample, secondSample));
 * }</pre>
 *
 * <p>An opened data set is sorted by name; one that combines several lists them one after the
 * other. Opening finds every file but reads none, except for labels of {@link
 * FolderDataset#ARTERY_VEIN}. Immutable and safe to share between threads.
 *
 * @param name for reports, such as {@code DRIVE test}
 * @param samples at least one
 */
public record Dataset(String name, List<Sample> samples) {
  /**
   * @throws IllegalArgumentException if there is no sample or two have one name
   */
  public Dataset {
    samples = List.copyOf(Objects.requireNonNull(samples, "samples"));
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(name + ": a data set must hold at least one sample");
    }
    Set<String> names = new HashSet<>();
    for (Sample sample : samples) {
      if (!names.add(sample.name())) {
        throw new IllegalArgumentException(name + ": two samples are named " + sample.name());
      }
    }
  }

  /**
   * Finds the files of a data set. Each photograph must have its label, and its mask if the layout
   * has masks; each label and mask must have its photograph.
   *
   * @param name for reports and messages
   * @param folder the data set's folder
   * @throws DatasetException if a folder or a file is missing, is left over, or is there twice;
   *     names it
   * @throws IOException if a folder cannot be listed; names it
   */
  public static Dataset open(String name, Path folder, FolderLayout layout) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(name + ": there is no folder " + folder);
    }
    Map<String, Path> images = files(name, folder, layout.images());
    Map<String, Path> labels = files(name, folder, layout.labels());
    Map<String, Path> veins = Map.of();
    if (layout.veins().isPresent()) {
      veins = files(name, folder, layout.veins().get());
    }
    Map<String, Path> masks = Map.of();
    if (layout.masks().isPresent()) {
      masks = files(name, folder, layout.masks().get());
    }
    if (images.isEmpty()) {
      throw new DatasetException(
          "%s: no image in %s is called %s".formatted(name, folder, layout.images().describe("*")));
    }
    List<Sample> samples = new ArrayList<>();
    for (Map.Entry<String, Path> entry : images.entrySet()) {
      String sample = entry.getKey();
      Path label =
          partner(name, folder, entry.getValue(), "label", labels, layout.labels(), sample);
      Path vein = null;
      if (layout.veins().isPresent()) {
        FilePattern pattern = layout.veins().get();
        vein = partner(name, folder, entry.getValue(), "vein mask", veins, pattern, sample);
      }
      Path mask = null;
      if (layout.masks().isPresent()) {
        FilePattern pattern = layout.masks().get();
        mask = partner(name, folder, entry.getValue(), "mask", masks, pattern, sample);
      }
      samples.add(new FileSample(sample, entry.getValue(), label, vein, mask, layout));
    }
    checkNoneLeft(name, folder, "label", labels, images, layout.images());
    checkNoneLeft(name, folder, "vein mask", veins, images, layout.images());
    checkNoneLeft(name, folder, "mask", masks, images, layout.images());
    return new Dataset(name, samples);
  }

  /**
   * Opens the data set that {@code <set>:<folder>} names, such as {@code drive:data/DRIVE}. The set
   * is a {@link DatasetProvider#id}. A suffix {@code @training}, {@code @test} or {@code @all}
   * chooses the part.
   *
   * @param split the part if the text has no suffix
   * @throws IllegalArgumentException if there is no such set, or it has no such split; the message
   *     says what to write
   * @throws DatasetException as {@link #open}
   * @throws IOException as {@link #open}
   */
  public static Dataset parse(String text, Split split) throws IOException {
    Optional<Split> named = Split.namedIn(text);
    return named.isPresent()
        ? parseFolder(text.substring(0, text.lastIndexOf('@')), named.get())
        : parseFolder(text, split);
  }

  private static Dataset parseFolder(String text, Split split) throws IOException {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new IllegalArgumentException(
          "a data set is given as <set>:<folder> with set one of "
              + DatasetProvider.ids()
              + ", got '"
              + text
              + "'");
    }
    DatasetProvider set = DatasetProvider.ofId(text.substring(0, colon));
    if (split != Split.ALL && !set.hasSplit()) {
      throw new IllegalArgumentException(
          "%s: %s has no training and test images of its own; append @all: %s@all"
              .formatted(text, set.id(), text));
    }
    return set.open(Path.of(text.substring(colon + 1)), split);
  }

  /** The number of samples. */
  public int size() {
    return samples.size();
  }

  /**
   * Returns the samples whose names a predicate accepts.
   *
   * @throws IllegalArgumentException if it accepts none
   */
  public Dataset where(String newName, Predicate<String> wanted) {
    return new Dataset(
        newName, samples.stream().filter(s -> wanted.test(s.name())).collect(Collectors.toList()));
  }

  /**
   * Combines two data sets. Samples get the name {@code <set>/<sample>}. Where both sets have a
   * sample of that name, those of the other set are named {@code <set> 2/<sample>}, or with the
   * next free number.
   *
   * @throws IllegalArgumentException if both have the same photograph with the same annotation
   */
  public Dataset plus(Dataset other) {
    Set<Source> sources = new HashSet<>();
    for (Sample sample : other.samples) {
      if (sample instanceof FileSample file) {
        sources.add(Source.of(file));
      }
    }
    for (Sample sample : samples) {
      if (sample instanceof FileSample file && sources.contains(Source.of(file))) {
        throw new IllegalArgumentException(
            "%s with its annotation is in both %s and %s"
                .formatted(file.image(), name, other.name));
      }
    }
    List<Sample> all = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Sample sample : samples) {
      Sample prefixed = sample.withName(fullName(sample));
      all.add(prefixed);
      taken.add(prefixed.name());
    }
    Map<String, String> prefixes = new HashMap<>();
    for (Sample sample : other.samples) {
      String full = other.fullName(sample);
      int slash = full.indexOf('/');
      String prefix =
          prefixes.computeIfAbsent(full.substring(0, slash), p -> other.freePrefix(p, taken));
      all.add(sample.withName(prefix + full.substring(slash)));
    }
    return new Dataset(name + " + " + other.name, all);
  }

  /** The files of a sample as absolute paths. */
  private record Source(Path image, Path label) {
    static Source of(FileSample sample) {
      return new Source(
          sample.image().toAbsolutePath().normalize(), sample.label().toAbsolutePath().normalize());
    }
  }

  private String fullName(Sample sample) {
    return sample.name().contains("/") ? sample.name() : name + "/" + sample.name();
  }

  /** The prefix, followed by a number if a name with the prefix alone is taken. */
  private String freePrefix(String prefix, Set<String> taken) {
    String free = prefix;
    for (int number = 2; hasTaken(prefix, free, taken); number++) {
      free = prefix + " " + number;
    }
    return free;
  }

  private boolean hasTaken(String prefix, String newPrefix, Set<String> taken) {
    return samples.stream()
        .map(this::fullName)
        .filter(full -> full.startsWith(prefix + "/"))
        .anyMatch(full -> taken.contains(newPrefix + full.substring(prefix.length())));
  }

  /**
   * Holds out randomly chosen samples. The choice depends only on the seed, the count and the size
   * of the data set. Both parts keep the order.
   *
   * @param count the number of samples to hold out, 1..size-1
   * @throws IllegalArgumentException if the count is out of range
   */
  public HoldOut holdOut(int count, long seed) {
    if (count < 1 || count >= size()) {
      throw new IllegalArgumentException(
          name + ": the number held out must be in 1.." + (size() - 1) + ", got " + count);
    }
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] held = new boolean[size()];
    for (int i = 0; i < count; ) {
      int k = random.nextInt(held.length);
      if (!held[k]) {
        held[k] = true;
        i++;
      }
    }
    List<Sample> kept = new ArrayList<>();
    List<Sample> out = new ArrayList<>();
    for (int i = 0; i < held.length; i++) {
      (held[i] ? out : kept).add(samples.get(i));
    }
    return new HoldOut(new Dataset(name + " kept", kept), new Dataset(name + " held out", out));
  }

  /**
   * The two parts of a data set that was split by {@link #holdOut}.
   *
   * @param kept the samples for training
   * @param heldOut the samples for validation and for choosing options
   */
  public record HoldOut(Dataset kept, Dataset heldOut) {
    /** Null components are rejected with their name. */
    public HoldOut {
      Objects.requireNonNull(kept, "kept");
      Objects.requireNonNull(heldOut, "heldOut");
    }
  }

  private static Map<String, Path> files(String name, Path root, FilePattern pattern)
      throws IOException {
    Path folder = root.resolve(pattern.folder());
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(name + ": there is no folder " + folder);
    }
    Map<String, Path> found = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path file : sorted(entries)) {
        Optional<String> sample = pattern.sampleOf(file);
        if (sample.isEmpty() || Files.isDirectory(file)) {
          continue;
        }
        Path other = found.put(sample.get(), file);
        if (other != null) {
          throw new DatasetException(
              "%s: %s and %s are both for %s".formatted(name, other, file, sample.get()));
        }
      }
    } catch (IOException e) {
      throw new IOException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
    return found;
  }

  private static Path[] sorted(DirectoryStream<Path> entries) throws IOException {
    List<Path> files = new ArrayList<>();
    try {
      entries.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Path[] sorted = files.toArray(new Path[0]);
    Arrays.sort(sorted);
    return sorted;
  }

  private static Path partner(
      String name,
      Path folder,
      Path image,
      String what,
      Map<String, Path> files,
      FilePattern pattern,
      String sample) {
    Path file = files.get(sample);
    if (file == null) {
      throw new DatasetException(
          "%s: %s has no %s: there is no %s in %s"
              .formatted(name, image, what, pattern.describe(sample), folder));
    }
    return file;
  }

  private static void checkNoneLeft(
      String name,
      Path folder,
      String what,
      Map<String, Path> files,
      Map<String, Path> images,
      FilePattern pattern) {
    for (Map.Entry<String, Path> entry : files.entrySet()) {
      if (!images.containsKey(entry.getKey())) {
        throw new DatasetException(
            "%s: the %s %s has no image: there is no %s in %s"
                .formatted(name, what, entry.getValue(), pattern.describe(entry.getKey()), folder));
      }
    }
  }
}
