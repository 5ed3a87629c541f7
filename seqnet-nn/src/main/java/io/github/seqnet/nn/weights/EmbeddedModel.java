// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.SeqNet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The models that come with the library. The provenance of a model and the terms of the data it was
 * trained on are part of it, see {@link TrainedModel#license()}.
 */
public enum EmbeddedModel {
  /**
   * The default model: SeqNet of base width 8 without refinement iterations, with a partner and a
   * map correction. It was trained on DRIVE among others, whose terms allow research only.
   */
  RESEARCH(SeqNet.RESEARCH, "default.seqnet"),

  /**
   * A residual U-Net that was trained on data under CC BY 4.0 alone (LES-AV, HRF and AVRDB). It is
   * less accurate than {@link #RESEARCH}; the model card says by how much.
   */
  OPEN(SeqNet.OPEN, "open.seqnet");

  /** The model of programs that name none. */
  public static final EmbeddedModel DEFAULT = RESEARCH;

  /** The word that names {@link #DEFAULT} where a file is expected. */
  public static final String EMBEDDED = "embedded";

  private final String id;
  private final String resource;

  EmbeddedModel(String id, String file) {
    this.id = id;
    this.resource = "/io/github/seqnet/nn/" + file;
  }

  /** The name in options and in {@link SeqNet#pretrained(String)}. */
  public String id() {
    return id;
  }

  /**
   * Returns the model that a path names: {@value #EMBEDDED} or an {@link #id}. A regular file of
   * that name is a file.
   */
  public static Optional<EmbeddedModel> named(Path file) {
    String name = file.toString();
    for (EmbeddedModel model : values()) {
      boolean matches = name.equals(model.id) || (model == DEFAULT && name.equals(EMBEDDED));
      if (matches && !Files.isRegularFile(file)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the model that a path {@link #named names}, or a model file.
   *
   * @throws IOException as {@link TrainedModel#read}
   */
  public static TrainedModel read(Path file) throws IOException {
    Optional<EmbeddedModel> named = named(file);
    return named.isPresent() ? named.get().load() : TrainedModel.read(file);
  }

  /**
   * Opens the file of the model that a path {@link #named names}, or a file. The caller closes the
   * stream.
   *
   * @throws IOException if there is no such file
   */
  public static InputStream open(Path file) throws IOException {
    Optional<EmbeddedModel> named = named(file);
    return named.isPresent() ? named.get().open() : Files.newInputStream(file);
  }

  /**
   * Reads the model from the class path on every call.
   *
   * @throws IllegalStateException if the library was packaged without it
   */
  public TrainedModel load() {
    try (InputStream in = open()) {
      return WeightFile.read(in, resource);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + ": cannot be read", e);
    }
  }

  /**
   * Opens the model as a {@code .seqnet} file, such as to copy it or to take its checksum. The
   * caller closes the stream.
   *
   * @throws IllegalStateException if the library was packaged without it
   */
  public InputStream open() {
    InputStream in = EmbeddedModel.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("the embedded model " + resource + " is not packaged");
    }
    return in;
  }
}
