package io.github.seqnet.cli;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.evaluation.Comparison;
import io.github.seqnet.evaluation.Curve;
import io.github.seqnet.evaluation.Evaluation;
import io.github.seqnet.evaluation.Protocol;
import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
      description = {
        DataOption.SETS
            + "; @training, @test or @all behind one chooses its part (@all for les-av, stare,"
            + " plain and plain-vessels).",
        DataOption.PLAIN_LAYOUT
      })
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
      names = "--compare",
      paramLabel = "FILE|embedded",
      description =
          "Compare with these weights on the same images: for every figure how much higher it is"
              + " than theirs, the 95 %% interval of that, and its two-sided p-value, from the same"
              + " draws of images for both.")
  private Path compare;

  @Option(
      names = "--compare-refine",
      paramLabel = "MODE",
      converter = RefinementNames.class,
      completionCandidates = RefinementNames.class,
      description =
          "Compare with labels made consistent in this way: ${COMPLETION-CANDIDATES}; of the same"
              + " weights, or of those of --compare. Default: as --refine.")
  private RefinementMode comparedRefinement;

  @Option(
      names = "--protocols",
      split = ",",
      paramLabel = "NAME",
      defaultValue = ALL,
      description =
          "Which figures to print: all, segmentation, all_gt, discovered, center_line_discovered,"
              + " center_line_discovered_2px, three_class; default ${DEFAULT-VALUE}. Figures of all_gt"
              + " depend on what is called where no vessel was found; those of discovered do not.")
  private List<String> protocols;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every figure by name, and what was evaluated.")
  private Path json;

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description =
          "Write every figure of each image, as CSV, a row for an image, with all digits.")
  private Path images;

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
    for (Path file : Arrays.asList(json, images)) {
      if (file != null) {
        OutputFile.check(file);
      }
    }
    model.checkNumbers();
    if (isGiven("--split") && DataOption.namesSplit(data)) {
      throw usage(
          "--split: not beside sets whose part is named with @; name each set's part there");
    }
    if (compare == null && comparedRefinement == refinement) {
      throw usage("--compare-refine: is the same as --refine");
    }
    WindowStrategy strategy = windows.strategy();
    Dataset set = DataOption.open(data, split);
    try (VesselModel network = model.load()) {
      EvaluatedModel judged =
          new EvaluatedModel(network, model.description(), model.sha256(), refinement);
      if (compare == null) {
        Optional<EvaluatedModel> same = Optional.ofNullable(comparedRefinement).map(judged::with);
        return run(set, strategy, prefixes, judged, same);
      }
      try (VesselModel other = model.load(compare)) {
        RefinementMode mode = comparedRefinement == null ? refinement : comparedRefinement;
        EvaluatedModel compared =
            new EvaluatedModel(
                other, ModelOption.description(compare), ModelOption.sha256(compare), mode);
        if (compared.isSame(judged)) {
          throw usage("--compare: is the same model with the same --refine");
        }
        return run(set, strategy, prefixes, judged, Optional.of(compared));
      }
    }
  }

  private int run(
      Dataset set,
      WindowStrategy strategy,
      List<String> prefixes,
      EvaluatedModel judged,
      Optional<EvaluatedModel> compared)
      throws IOException {
    if (judged.refinesNothing()) {
      throw usage("the network tells no arteries from veins; it cannot be used with --refine");
    }
    if (compared.isPresent() && compared.get().refinesNothing()) {
      throw usage(
          compare == null
              ? "the network tells no arteries from veins; it cannot be used with --compare-refine"
              : "--compare: that network tells no arteries from veins; it can only be used with"
                  + " --compare-refine none");
    }
    if (judged.findsVesselsOnly() && !Set.of("segmentation.", "").containsAll(prefixes)) {
      throw usage("the network tells no arteries from veins: --protocols must be segmentation");
    }
    if (curves != null) {
      OutputFolder.at(curves);
    }
    InfoCommand.warnings(messages());
    int exitCode = judge(set, strategy, judged, compared);
    if (judged.evaluator().size() == 0) {
      return exitCode;
    }
    Optional<Comparison> comparison =
        compared.map(other -> judged.evaluator().comparedWith(other.evaluator()));
    Evaluation evaluation =
        comparison.map(Comparison::evaluation).orElseGet(judged.evaluator()::result);
    print(evaluation.toMarkdown(), prefixes);
    if (comparison.isPresent()) {
      messages().line("");
      messages().line("Compared with " + compared.orElseThrow().description() + ":");
      messages().line("");
      print(comparison.get().toMarkdown(), prefixes);
    }
    if (json != null) {
      Map<String, Object> figures = new LinkedHashMap<>(evaluation.toMap());
      comparison.ifPresent(c -> figures.putAll(c.toMap()));
      figures.put("provenance", provenance(evaluation, set, judged, compared));
      JsonFile.write(json, figures);
    }
    if (images != null) {
      String rows =
          comparison.map(Comparison::imagesToExactCsv).orElseGet(evaluation::imagesToExactCsv);
      AtomicFile.write(images, out -> out.write(rows.getBytes(StandardCharsets.UTF_8)));
    }
    if (curves != null) {
      write(evaluation.roc(), "roc");
      write(evaluation.precisionRecall(), "pr");
    }
    return exitCode;
  }

  /** Judges image by image; one that fails counts for neither of two models. */
  private int judge(
      Dataset set,
      WindowStrategy strategy,
      EvaluatedModel judged,
      Optional<EvaluatedModel> compared) {
    return each(
        set,
        (truth, monitor) -> {
          VesselMaps prediction = judged.predict(truth.image(), strategy, monitor);
          VesselAnalysis analysis = judged.analyze(truth, prediction, monitor);
          if (compared.isPresent()) {
            EvaluatedModel other = compared.get();
            VesselMaps others =
                other.network() == judged.network()
                    ? prediction
                    : other.predict(truth.image(), strategy, monitor);
            VesselAnalysis otherAnalysis = other.analyze(truth, others, monitor);
            other.judge(truth, otherAnalysis);
          }
          judged.judge(truth, analysis);
        });
  }

  private int each(Dataset set, BiConsumer<LabeledImage, ProgressListener> work) {
    Map<String, Sample> samples = new HashMap<>();
    List<InputImage> inputs = new ArrayList<>();
    for (Sample sample : set.samples()) {
      samples.put(sample.name(), sample);
      inputs.add(new InputImage(sample.image(), sample.name()));
    }
    return new ImageRun(messages(), progress, "evaluate", 1)
        .run(
            inputs,
            (input, monitor) -> {
              work.accept(load(samples.get(input.name())), monitor);
              return "";
            });
  }

  private static LabeledImage load(Sample sample) throws IOException {
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

  private void print(String table, List<String> prefixes) {
    table
        .lines()
        .filter(
            line ->
                !line.contains(".")
                    || prefixes.stream().anyMatch(prefix -> line.startsWith("| " + prefix)))
        .forEach(messages()::line);
  }

  private Map<String, Object> provenance(
      Evaluation evaluation,
      Dataset set,
      EvaluatedModel judged,
      Optional<EvaluatedModel> compared) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("data", data);
    provenance.put(
        "splits", DataOption.splits(data, split).stream().map(NamedConstants::name).toList());
    provenance.put("images", set.samples().stream().map(Sample::name).toList());
    provenance.put("evaluated", evaluation.images().size());
    provenance.putAll(judged.provenance());
    provenance.put("strategy", windows.strategy().toString());
    compared.ifPresent(other -> provenance.put("compared", other.provenance()));
    provenance.put("evaluation", evaluation.options().toString());
    provenance.put("seqnet", Versions.seqnet());
    provenance.put("nd4j", Versions.nd4j());
    provenance.put("java", System.getProperty("java.runtime.version"));
    provenance.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    provenance.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return provenance;
  }

  private void write(Optional<Curve> curve, String name) throws IOException {
    if (curve.isPresent()) {
      curve.get().writePng(curves.resolve(name + ".png"));
      curve.get().writeCsv(curves.resolve(name + ".csv"));
    }
  }
}
