package io.github.seqnet.nn;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
  private static final long serialVersionUID = 1L;

  /** The working size of the published SeqNet, and the default. */
  public static final int DEFAULT_WORKING_SIZE = 576;

  private static final int LARGEST_WORKING_SIZE = 1 << 14;

  private final Network network;
  private final OutputMap vessel;
  private final OutputMap artery;
  private final OutputMap vein;
  private final Preprocessing preprocessing;
  private final int workingSize;

  private ModelSpecification(
      Network network,
      OutputMap vessel,
      OutputMap artery,
      OutputMap vein,
      Preprocessing preprocessing,
      int workingSize) {
    this.network = Objects.requireNonNull(network, "network");
    this.vessel = Objects.requireNonNull(vessel, "vessel");
    this.artery = artery;
    this.vein = vein;
    this.preprocessing = Objects.requireNonNull(preprocessing, "preprocessing");
    this.workingSize = workingSize;
    OutputMap.requireMaps(network, maps());
    if (workingSize < 16 || workingSize > LARGEST_WORKING_SIZE) {
      throw new IllegalArgumentException(
          "workingSize must be in 16.." + LARGEST_WORKING_SIZE + ", got " + workingSize);
    }
  }

  /**
   * A model that predicts vessels only, without preprocessing, at a working size of {@value
   * #DEFAULT_WORKING_SIZE}.
   *
   * @param vessel the output that holds the vessel map
   * @throws IllegalArgumentException if the network's input is not RGB, or the map reads an output
   *     or channel that the network does not have, or an output smaller than the input
   */
  public static ModelSpecification of(Network network, OutputMap vessel) {
    return new ModelSpecification(
        network, vessel, null, null, Preprocessing.NONE, DEFAULT_WORKING_SIZE);
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
        workingSize);
  }

  /** This specification with another preprocessing. */
  public ModelSpecification withPreprocessing(Preprocessing newPreprocessing) {
    return new ModelSpecification(network, vessel, artery, vein, newPreprocessing, workingSize);
  }

  /**
   * This specification with another working size.
   *
   * @throws IllegalArgumentException if the size is not in 16..16384
   */
  public ModelSpecification withWorkingSize(int newWorkingSize) {
    return new ModelSpecification(network, vessel, artery, vein, preprocessing, newWorkingSize);
  }

  /** The network as data. */
  public Network network() {
    return network;
  }

  /** Where the vessel map is. */
  public OutputMap vessel() {
    return vessel;
  }

  /** Where the artery map is; empty for a model that predicts vessels only. */
  public Optional<OutputMap> artery() {
    return Optional.ofNullable(artery);
  }

  /** Where the vein map is; empty for a model that predicts vessels only. */
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

  /** What is done to a photograph before the network sees it, in training and prediction alike. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Width and height, in px, to which photographs are resized by default; the resolution that the
   * model was trained at.
   */
  public int workingSize() {
    return workingSize;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelSpecification that
        && network.equals(that.network)
        && vessel.equals(that.vessel)
        && Objects.equals(artery, that.artery)
        && Objects.equals(vein, that.vein)
        && preprocessing.equals(that.preprocessing)
        && workingSize == that.workingSize;
  }

  @Override
  public int hashCode() {
    return Objects.hash(network, vessel, artery, vein, preprocessing, workingSize);
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
        + ", workingSize="
        + workingSize
        + "]";
  }
}
