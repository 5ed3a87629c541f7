// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.evaluate;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.model.ModelDescription;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.evaluation.Metric;
import io.github.seqnet.evaluation.Metrics;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.pipeline.VesselPipeline;
import io.github.seqnet.pipeline.VesselPredictor;
import io.github.seqnet.progress.ProgressListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network with its post-processing and the evaluation of its predictions. */
final class EvaluatedModel {
  private final VesselModel network;
  private final String weights;
  private final String sha256;
  private final RefinementMode refinement;
  private final Evaluator evaluator =
      new Evaluator(
          EvaluationOptions.defaults(),
          mask -> Thinning.thin(mask, ThinningMethod.ZHANG_SUEN),
          metrics());

  /**
   * @param network closed by its owner
   * @param weights which weights these are, for the record
   * @param sha256 of their file, taken before the work: a training may replace it meanwhile
   */
  EvaluatedModel(VesselModel network, String weights, String sha256, RefinementMode refinement) {
    this.network = network;
    this.weights = weights;
    this.sha256 = sha256;
    this.refinement = refinement;
  }

  /**
   * The built-in metrics and those that jars on the class path provide.
   *
   * @throws CommandException if one of them cannot be used
   */
  static List<Metric<?>> metrics() {
    try {
      return Metrics.installed();
    } catch (IllegalArgumentException e) {
      throw new CommandException(FailureText.oneLine(e), e);
    }
  }

  /** Whether it is the same file of weights with the same post-processing. */
  boolean isSame(EvaluatedModel other) {
    return sha256.equals(other.sha256) && refinement.equals(other.refinement);
  }

  /** The same network with other post-processing. */
  EvaluatedModel with(RefinementMode other) {
    return new EvaluatedModel(network, weights, sha256, other);
  }

  VesselModel network() {
    return network;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  /** Whether the network finds vessels only. Artery/vein metrics are undefined then. */
  boolean findsVesselsOnly() {
    return !network.model().specification().separatesArteriesAndVeins();
  }

  /** Whether labels must be refined that the network does not predict. */
  boolean refinesNothing() {
    return findsVesselsOnly() && !refinement.equals(RefinementMode.NONE);
  }

  /** The network's prediction for a photograph. */
  VesselMaps predict(RgbImage image, WindowStrategy strategy, ProgressListener listener) {
    return findsVesselsOnly()
        ? VesselMaps.vesselsOnly(network.segment(image, strategy, listener))
        : network.predict(image, strategy, listener);
  }

  /**
   * Makes the labels of a prediction consistent.
   *
   * @param prediction of this network
   */
  VesselAnalysis analyze(
      LabeledImage groundTruth, VesselMaps prediction, ProgressListener listener) {
    VesselPipeline pipeline = pipeline((image, unused) -> prediction, refinement);
    return pipeline.analyze(groundTruth.image(), groundTruth.fieldOfView().mask(), listener);
  }

  /**
   * Judges.
   *
   * @param analysis of this model
   */
  void judge(LabeledImage groundTruth, VesselAnalysis analysis) {
    if (findsVesselsOnly()) {
      evaluator.add(VesselsOnly.groundTruth(groundTruth), analysis.maps());
    } else if (analysis.refinedLabels().isPresent()) {
      evaluator.add(groundTruth, analysis.maps(), analysis.labels());
    } else {
      evaluator.add(groundTruth, analysis.maps());
    }
  }

  /** A short description. */
  String description() {
    return weights + ", --refine " + refinement.id();
  }

  /** The description of the model for the record. */
  Map<String, Object> provenance() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("network", ModelDescription.of(network.model().specification()));
    record.put("weights", weights);
    record.put("weights.sha256", sha256);
    Provenance origin = network.model().provenance();
    record.put("trainedOn", origin.dataSets());
    record.put("recipe", origin.recipe());
    record.put("refinement", refinement.id());
    return record;
  }

  /** From predictions to labels that are made consistent in a way, or left as they are. */
  private static VesselPipeline pipeline(VesselPredictor predictor, RefinementMode mode) {
    VesselPipeline plain = VesselPipeline.of(predictor);
    return mode.equals(RefinementMode.NONE)
        ? plain
        : plain.withRefiner(GraphRefiner.with(RefinementOptions.defaults().withMode(mode)));
  }
}
