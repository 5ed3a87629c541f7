// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input of {@link BiomarkerMeasurer}: the vessels of one image as a graph and as pixels, the
 * field of view, and the landmarks that are known. All have the size of the image. Immutable.
 */
public final class BiomarkerInput implements Serializable {
  private static final long serialVersionUID = 1L;

  private final VesselGraph graph;
  private final ArteryVeinMap labels;
  private final FieldOfView fieldOfView;
  private final @Nullable OpticDisc opticDisc;
  private final @Nullable Laterality laterality;

  private BiomarkerInput(
      VesselGraph graph,
      ArteryVeinMap labels,
      FieldOfView fieldOfView,
      @Nullable OpticDisc opticDisc,
      @Nullable Laterality laterality) {
    this.graph = graph;
    this.labels = labels;
    this.fieldOfView = fieldOfView;
    this.opticDisc = opticDisc;
    this.laterality = laterality;
  }

  /**
   * Vessels without landmarks: values in the zones around the optic disc will be missing.
   *
   * @param graph the vessels as segments, clipped to the field of view
   * @param labels the vessels as pixels
   * @param fieldOfView where vessels are visible
   * @throws IllegalArgumentException if the sizes differ
   */
  public static BiomarkerInput of(
      VesselGraph graph, ArteryVeinMap labels, FieldOfView fieldOfView) {
    Objects.requireNonNull(graph, "graph");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(fieldOfView, "fieldOfView");
    checkSize(graph, "artery/vein map", labels.width(), labels.height());
    checkSize(graph, "field of view", fieldOfView.mask().width(), fieldOfView.mask().height());
    return new BiomarkerInput(graph, labels, fieldOfView, null, null);
  }

  /**
   * Vessels without labels: values of arteries and veins will be missing.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static BiomarkerInput of(VesselGraph graph, BinaryMask vessels, FieldOfView fieldOfView) {
    Objects.requireNonNull(vessels, "vessels");
    return of(graph, ArteryVeinMap.unknown(vessels), fieldOfView);
  }

  private static void checkSize(VesselGraph graph, String what, int width, int height) {
    if (width != graph.width() || height != graph.height()) {
      throw new IllegalArgumentException(
          what
              + " must have the size of the graph, "
              + graph.width()
              + " x "
              + graph.height()
              + " pixels, got "
              + width
              + " x "
              + height);
    }
  }

  /** This input with a known optic disc, given or found. */
  public BiomarkerInput withOpticDisc(OpticDisc disc) {
    Objects.requireNonNull(disc, "disc");
    return new BiomarkerInput(graph, labels, fieldOfView, disc, laterality);
  }

  /** This input with a known laterality. */
  public BiomarkerInput withLaterality(Laterality eye) {
    Objects.requireNonNull(eye, "eye");
    return new BiomarkerInput(graph, labels, fieldOfView, opticDisc, eye);
  }

  /** The vessels as segments. */
  public VesselGraph graph() {
    return graph;
  }

  /** The vessels as pixels. */
  public ArteryVeinMap labels() {
    return labels;
  }

  /** The field of view. */
  public FieldOfView fieldOfView() {
    return fieldOfView;
  }

  /** The optic disc; empty if it is unknown. */
  public Optional<OpticDisc> opticDisc() {
    return Optional.ofNullable(opticDisc);
  }

  /** The eye; empty if it is unknown. */
  public Optional<Laterality> laterality() {
    return Optional.ofNullable(laterality);
  }
}
