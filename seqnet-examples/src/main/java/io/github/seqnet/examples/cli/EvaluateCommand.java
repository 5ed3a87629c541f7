package io.github.seqnet.examples.cli;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabelledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.evaluation.Curve;
import io.github.seqnet.evaluation.Evaluation;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.evaluation.Protocol;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.architecture.SeqNetConfig.Streams;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.pipeline.VesselPipeline;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.Monitor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seqnet evaluate}. */
@Command(
    name = "evaluate",
    description = "Measure how good a network is on a data set, by every protocol.")
final class EvaluateCommand extends Main.Subcommand {
  private static final String ALL = "all";

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "SET:FOLDER",
      description =
          "Data sets: drive, drive-vessels, rite, les-av, hrf, chase-db1, stare or plain, and where"
              + " they are; @training, @test or @all behind one chooses its part.")
  private List<String> data;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      defaultValue = "test",
      converter = DataOption.SplitNames.class,
      completionCandidates = DataOption.SplitNames.class,
      description =
          "Which images, where no set names its part with @: ${COMPLETION-CANDIDATES}; default"
              + " ${DEFAULT-VALUE}.")
  private Split split;

  @Mixin private ModelOption model;
  @Mixin private WindowOption windows;

  @Option(
      names = "--refine",
      paramLabel = "MODE",
      defaultValue = "none",
      converter = RefinementNames.class,
      completionCandidates = RefinementNames.class,
      description =
          "How labels are made consistent: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private RefinementMode refinement;

  @Option(
      names = "--protocols",
      split = ",",
      paramLabel = "NAME",
      defaultValue = ALL,
      description =
          "Which figures to print: all, segmentation, all_gt, discovered, centre_discovered,"
              + " centre_discovered_2px, three_class; default ${DEFAULT-VALUE}.")
  private List<String> protocols;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every figure by name, and what was evaluated.")
  private Path json;

  @Option(
      names = "--curves",
      paramLabel = "FOLDER",
      description = "Write ROC and precision-recall curves as PNG and CSV.")
  private Path curves;

  @Mixin private ProgressOption progress;

  /** For picocli. */
  EvaluateCommand() {}

  @Override
  int run() throws IOException {
    List<String> prefixes = prefixes();
    if (json != null) {
      OutputFile.check(json);
    }
    WindowStrategy strategy = windows.strategy();
    model.checkNumbers();
    if (isGiven("--split") && DataOption.namesSplit(data)) {
      throw usage(
          "--split: not beside sets whose part is named with @; name each set's part there");
    }
    Dataset set = DataOption.open(data, split);
    try (SeqNet network = model.load()) {
      // Before the work: a training may replace the file meanwhile.
      String weightsSum = json == null ? "" : model.sha256();
      boolean vesselsOnly = network.model().config().streams() == Streams.SEGMENTATION;
      if (vesselsOnly && refinement != RefinementMode.NONE) {
        throw usage("the network tells no arteries from veins; it cannot be used with --refine");
      }
      if (vesselsOnly && !Set.of("segmentation.", "").containsAll(prefixes)) {
        throw usage("the network tells no arteries from veins: --protocols must be segmentation");
      }
      if (curves != null) {
        OutputFolder.at(curves);
      }
      InfoCommand.warnings(messages());
      Evaluator evaluator =
          new Evaluator(
              EvaluationOptions.defaults(), mask -> Thinning.thin(mask, ThinningMethod.ZHANG_SUEN));
      int exitCode =
          vesselsOnly
              ? evaluateVessels(set, network, strategy, evaluator)
              : evaluate(set, network, strategy, evaluator);
      if (evaluator.size() == 0) {
        return exitCode;
      }
      Evaluation evaluation = evaluator.result();
      print(evaluation, prefixes);
      if (json != null) {
        JsonFile.write(json, result(evaluation, set, network, weightsSum));
      }
      if (curves != null) {
        write(evaluation.roc(), "roc");
        write(evaluation.precisionRecall(), "pr");
      }
      return exitCode;
    }
  }

  private int evaluate(Dataset set, SeqNet network, WindowStrategy strategy, Evaluator evaluator) {
    VesselPipeline plain =
        VesselPipeline.of((image, monitor) -> network.predict(image, strategy, monitor));
    VesselPipeline pipeline =
        refinement == RefinementMode.NONE
            ? plain
            : plain.withRefiner(
                GraphRefiner.with(RefinementOptions.defaults().withMode(refinement)));
    return each(
        set,
        (truth, monitor) -> {
          VesselAnalysis analysis =
              pipeline.analyze(truth.image(), truth.fieldOfView().mask(), monitor);
          if (analysis.refinedLabels().isPresent()) {
            evaluator.add(truth, analysis.maps(), analysis.labels());
          } else {
            evaluator.add(truth, analysis.maps());
          }
        });
  }

  /** Figures of arteries and veins are not defined where the network knows none. */
  private int evaluateVessels(
      Dataset set, SeqNet network, WindowStrategy strategy, Evaluator evaluator) {
    return each(
        set,
        (truth, monitor) ->
            evaluator.add(
                VesselsOnly.truth(truth),
                VesselsOnly.maps(
                    Resampler.resize(
                        network.segment(truth.image(), strategy, monitor),
                        truth.width(),
                        truth.height()))));
  }

  private int each(Dataset set, BiConsumer<LabelledImage, Monitor> work) {
    Map<Path, Sample> samples = new LinkedHashMap<>();
    List<InputImage> images = new ArrayList<>();
    for (Sample sample : set.samples()) {
      samples.put(sample.image(), sample);
      images.add(new InputImage(sample.image(), sample.name()));
    }
    return new ImageRun(messages(), progress, "evaluate", 1)
        .run(
            images,
            (input, monitor) -> {
              work.accept(load(samples.get(input.file())), monitor);
              return "";
            });
  }

  private static LabelledImage load(Sample sample) throws IOException {
    try {
      return sample.load();
    } catch (SeqnetException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private List<String> prefixes() {
    List<String> prefixes = new ArrayList<>();
    for (String name : protocols) {
      Optional<String> protocol =
          List.of(Protocol.values()).stream()
              .map(Protocol::id)
              .filter(name::equals)
              .map(id -> "av." + id + ".")
              .findFirst();
      if (name.equals(ALL)) {
        prefixes.add("");
      } else if (name.equals("segmentation")) {
        prefixes.add("segmentation.");
      } else {
        prefixes.add(
            protocol.orElseThrow(() -> usage("there is no protocol '" + name + "'; see --help")));
      }
    }
    return prefixes;
  }

  private void print(Evaluation evaluation, List<String> prefixes) {
    evaluation
        .toMarkdown()
        .lines()
        .filter(
            line ->
                !line.contains(".")
                    || prefixes.stream().anyMatch(prefix -> line.startsWith("| " + prefix)))
        .forEach(messages()::line);
  }

  private Map<String, Object> result(
      Evaluation evaluation, Dataset set, SeqNet network, String weightsSum) {
    Map<String, Object> result = new LinkedHashMap<>(evaluation.toMap());
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("data", data);
    provenance.put(
        "splits", DataOption.splits(data, split).stream().map(NamedConstants::name).toList());
    provenance.put("images", set.samples().stream().map(Sample::name).toList());
    provenance.put("evaluated", evaluation.images().size());
    provenance.put("network", ImportWeightsCommand.describe(network.model().config()));
    provenance.put("weights", model.description());
    provenance.put("weights.sha256", weightsSum);
    Provenance origin = network.model().provenance();
    provenance.put("trainedOn", origin.dataSets());
    provenance.put("recipe", origin.recipe());
    provenance.put("strategy", windows.strategy().toString());
    provenance.put("refinement", NamedConstants.name(refinement));
    provenance.put("evaluation", evaluation.options().toString());
    provenance.put("seqnet", Versions.seqnet());
    provenance.put("nd4j", Versions.nd4j());
    provenance.put("java", System.getProperty("java.runtime.version"));
    provenance.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    provenance.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    result.put("provenance", provenance);
    return result;
  }

  private void write(Optional<Curve> curve, String name) throws IOException {
    if (curve.isPresent()) {
      curve.get().writePng(curves.resolve(name + ".png"));
      curve.get().writeCsv(curves.resolve(name + ".csv"));
    }
  }
}
