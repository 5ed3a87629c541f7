// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a model without its weights: the network, the outputs that hold its maps, and how it
 * expects photographs. A specification is what is trained, saved, loaded and run; together with
 * weights it is a {@link io.github.seqnet.nn.weights.TrainedModel}.
 *
 * <p>Every model has a vessel map. Artery and vein maps are optional, but come in pairs: a model
 * without them predicts vessels only.
 *
 * <p>Immutable, safe to share between threads, equal by value.
 */
public final class ModelSpecification implements Serializable {
  private static final long serialVersionUID = 2L;

  /** The working size of the published SeqNet, and the default. */
  public static final int DEFAULT_WORKING_SIZE = 576;

  /** The working sizes of the model that comes with the library. */
  public static final List<Integer> DEFAULT_WORKING_SIZES = List.of(544);

  /** The caliber for which those are meant, at the largest. */
  public static final double DEFAULT_CALIBER = 3.88;

  private static final int LARGEST_WORKING_SIZE = 1 << 14;

  private final Network network;
  private final OutputMap vessel;
  private final @Nullable OutputMap artery;
  private final @Nullable OutputMap vein;
  private final Preprocessing preprocessing;
  private final Framing framing;
  private final List<Integer> workingSizes;
  private final double caliber;

  private ModelSpecification(
      Network network,
      OutputMap vessel,
      @Nullable OutputMap artery,
      @Nullable OutputMap vein,
      Preprocessing preprocessing,
      Framing framing,
      List<Integer> workingSizes,
      double caliber) {
    this.network = Objects.requireNonNull(network, "network");
    this.vessel = Objects.requireNonNull(vessel, "vessel");
    this.artery = artery;
    this.vein = vein;
    this.preprocessing = Objects.requireNonNull(preprocessing, "preprocessing");
    this.framing = Objects.requireNonNull(framing, "framing");
    this.workingSizes = WindowStrategy.checkedSizes(workingSizes);
    this.caliber = caliber;
    OutputMap.requireMaps(network, maps());
    if (!(caliber >= 0 && caliber < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("caliber must be finite and at least 0, got " + caliber);
    }
    if (workingSize() > LARGEST_WORKING_SIZE) {
      throw new IllegalArgumentException(
          "workingSize must be in 16.." + LARGEST_WORKING_SIZE + ", got " + workingSize());
    }
  }

  /**
   * A model that predicts vessels only, without preprocessing, on whole frames at a working size of
   * {@value #DEFAULT_WORKING_SIZE}.
   *
   * @param vessel the output that holds the vessel map
   * @throws IllegalArgumentException if the map reads an output or channel that the network does
   *     not have, or an output smaller than the input
   */
  public static ModelSpecification of(Network network, OutputMap vessel) {
    return new ModelSpecification(
        network,
        vessel,
        null,
        null,
        Preprocessing.NONE,
        Framing.WHOLE_FRAME,
        List.of(DEFAULT_WORKING_SIZE),
        0);
  }

  /**
   * Adds artery and vein maps.
   *
   * @throws IllegalArgumentException if a map reads an output or channel that the network does not
   *     have, or an output smaller than the input
   */
  public ModelSpecification withArteryVein(OutputMap newArtery, OutputMap newVein) {
    return new ModelSpecification(
        network,
        vessel,
        Objects.requireNonNull(newArtery, "newArtery"),
        Objects.requireNonNull(newVein, "newVein"),
        preprocessing,
        framing,
        workingSizes,
        caliber);
  }

  /** This specification with another preprocessing. */
  public ModelSpecification withPreprocessing(Preprocessing newPreprocessing) {
    return new ModelSpecification(
        network, vessel, artery, vein, newPreprocessing, framing, workingSizes, caliber);
  }

  /** This specification with another framing. */
  public ModelSpecification withFraming(Framing newFraming) {
    return new ModelSpecification(
        network, vessel, artery, vein, preprocessing, newFraming, workingSizes, caliber);
  }

  /**
   * This specification with one other working size.
   *
   * @throws IllegalArgumentException if the size is not in 16..16384
   */
  public ModelSpecification withWorkingSize(int newWorkingSize) {
    return withWorkingSizes(List.of(newWorkingSize));
  }

  /**
   * This specification with other working sizes.
   *
   * @throws IllegalArgumentException if there is none, they do not ascend, or one is not in
   *     16..16384
   */
  public ModelSpecification withWorkingSizes(List<Integer> newWorkingSizes) {
    return new ModelSpecification(
        network, vessel, artery, vein, preprocessing, framing, newWorkingSizes, caliber);
  }

  /**
   * This specification with working sizes for photographs of a caliber, see {@link
   * WindowStrategy#caliber()}; 0 for working sizes that hold for all photographs.
   *
   * @throws IllegalArgumentException if the caliber is negative or not finite
   */
  public ModelSpecification withCaliber(double newCaliber) {
    return new ModelSpecification(
        network, vessel, artery, vein, preprocessing, framing, workingSizes, newCaliber);
  }

  /** The network as data. */
  public Network network() {
    return network;
  }

  /** The output with the vessel map. */
  public OutputMap vessel() {
    return vessel;
  }

  /** The output with the artery map; empty for a model that predicts vessels only. */
  public Optional<OutputMap> artery() {
    return Optional.ofNullable(artery);
  }

  /** The output with the vein map; empty for a model that predicts vessels only. */
  public Optional<OutputMap> vein() {
    return Optional.ofNullable(vein);
  }

  /** Whether the model predicts artery and vein maps. */
  public boolean separatesArteriesAndVeins() {
    return artery != null;
  }

  /** All maps in the order vessel, artery, vein: three of them, or the vessel map alone. */
  public List<OutputMap> maps() {
    List<OutputMap> maps = new ArrayList<>(List.of(vessel));
    artery().ifPresent(maps::add);
    vein().ifPresent(maps::add);
    return List.copyOf(maps);
  }

  /** The preprocessing of photographs, the same in training and prediction. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Which part of a photograph the network sees by default. */
  public Framing framing() {
    return framing;
  }

  /**
   * The sides, in px, to which that part is resized by default, ascending. With several, a
   * prediction averages what the network sees at each.
   */
  public List<Integer> workingSizes() {
    return workingSizes;
  }

  /** The caliber of photographs that the working sizes are for; 0 if they are for all. */
  public double caliber() {
    return caliber;
  }

  /** The largest working size in px, that of the maps. */
  public int workingSize() {
    return workingSizes.get(workingSizes.size() - 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelSpecification that
        && network.equals(that.network)
        && vessel.equals(that.vessel)
        && Objects.equals(artery, that.artery)
        && Objects.equals(vein, that.vein)
        && preprocessing.equals(that.preprocessing)
        && framing == that.framing
        && workingSizes.equals(that.workingSizes)
        && caliber == that.caliber;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        network, vessel, artery, vein, preprocessing, framing, workingSizes, caliber);
  }

  @Override
  public String toString() {
    return "ModelSpecification["
        + network
        + ", vessel="
        + vessel
        + (artery == null ? "" : ", artery=" + artery + ", vein=" + vein)
        + ", preprocessing="
        + preprocessing
        + ", framing="
        + framing.id()
        + ", workingSizes="
        + workingSizes
        + ", caliber="
        + caliber
        + "]";
  }
}
