// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.evaluate;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.cli.batch.ImageRun;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.command.Versions;
import io.github.seqnet.cli.file.FolderLock;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.JsonFile;
import io.github.seqnet.cli.file.OutputFile;
import io.github.seqnet.cli.file.OutputFolder;
import io.github.seqnet.cli.option.DataOption;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.cli.option.NamedConstants;
import io.github.seqnet.cli.option.RefinementNames;
import io.github.seqnet.cli.option.WindowOption;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.FileSample;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code seqnet evaluate}. */
@Command(name = "evaluate", description = "Evaluate a network on a data set with every metric.")
public final class EvaluateCommand extends Subcommand {
  private static final String ALL = "all";
  private static final int HEADER_LINES = 2;

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "SET:FOLDER",
      description = {
        DataOption.SETS
            + "; the suffix @training, @test or @all chooses its part (@all for les-av, stare,"
            + " avrdb, plain and plain-vessels).",
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
          "Split of data sets without a suffix @: ${COMPLETION-CANDIDATES}; default"
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
      description = "Refinement of labels: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private RefinementMode refinement;

  @Option(
      names = "--compare",
      paramLabel = "FILE|embedded",
      description =
          "Compare with these weights on the same images: the difference in every metric, its 95 %%"
              + " interval and two-sided p-value, from the same bootstrap resamples for both.")
  private Path compare;

  @Option(
      names = "--compare-refine",
      paramLabel = "MODE",
      converter = RefinementNames.class,
      completionCandidates = RefinementNames.class,
      description =
          "Compare with this refinement of labels: ${COMPLETION-CANDIDATES}; with the same"
              + " weights, or with those of --compare. Default: the same as --refine.")
  private RefinementMode comparedRefinement;

  @Option(
      names = {"--metrics", "--protocols"},
      split = ",",
      paramLabel = "NAME",
      defaultValue = ALL,
      description =
          "Metrics to print: all, segmentation, all_gt, discovered, center_line_discovered,"
              + " center_line_discovered_2px, three_class, recall_by_width, calibration,"
              + " reliability, or the beginning of an id up to a dot. Default ${DEFAULT-VALUE},"
              + " which omits the bins of reliability. Files always contain every metric. Values of"
              + " all_gt depend on the class of pixels that were not found; those of discovered do"
              + " not.")
  private List<String> protocols;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every metric by its id, with provenance, as JSON.")
  private Path json;

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description = "Write every metric of each image as CSV, one row per image, with all digits.")
  private Path images;

  @Option(
      names = "--curves",
      paramLabel = "FOLDER",
      description = "Write ROC and precision-recall curves as PNG and CSV.")
  private Path curves;

  @Mixin private ProgressOption progress;

  /** Created by picocli. */
  EvaluateCommand() {}

  @Override
  protected int run() throws IOException {
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
    if (compare == null && refinement.equals(comparedRefinement)) {
      throw usage("--compare-refine: is the same as --refine");
    }
    windows.check();
    Dataset set = DataOption.open(data, split);
    try (VesselModel network = model.load()) {
      EvaluatedModel judged =
          new EvaluatedModel(network, model.description(), model.sha256(), refinement);
      if (compare == null) {
        Optional<EvaluatedModel> same = Optional.ofNullable(comparedRefinement).map(judged::with);
        return run(set, prefixes, judged, same);
      }
      try (VesselModel other = model.load(compare)) {
        RefinementMode mode = comparedRefinement == null ? refinement : comparedRefinement;
        EvaluatedModel compared =
            new EvaluatedModel(
                other, ModelOption.description(compare), ModelOption.sha256(compare), mode);
        if (compared.isSame(judged)) {
          throw usage("--compare: is the same model with the same --refine");
        }
        return run(set, prefixes, judged, Optional.of(compared));
      }
    }
  }

  @SuppressWarnings("try") // The lock is held until the block ends.
  private int run(
      Dataset set, List<String> prefixes, EvaluatedModel judged, Optional<EvaluatedModel> compared)
      throws IOException {
    if (judged.refinesNothing()) {
      throw usage(
          "the network finds vessels only, without arteries and veins; it cannot be used with"
              + " --refine");
    }
    if (compared.isPresent() && compared.get().refinesNothing()) {
      throw usage(
          compare == null
              ? "the network finds vessels only, without arteries and veins; it cannot be used with"
                  + " --compare-refine"
              : "--compare: that network finds vessels only; it can only be used with"
                  + " --compare-refine none");
    }
    if (judged.findsVesselsOnly()
        && prefixes.stream().anyMatch(prefix -> prefix.startsWith("av.") || prefix.equals("av"))) {
      throw usage(
          "the network finds vessels only, without arteries and veins: --metrics must not name an"
              + " artery/vein protocol");
    }
    try (FolderLock lock = curves == null ? null : OutputFolder.at(curves).lock("evaluate")) {
      ModelOption.warnIfSlow(messages());
      return report(set, prefixes, judged, compared);
    }
  }

  private int report(
      Dataset set, List<String> prefixes, EvaluatedModel judged, Optional<EvaluatedModel> compared)
      throws IOException {
    int exitCode = judge(set, judged, compared);
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
      Map<String, Object> values = new LinkedHashMap<>(evaluation.toMap());
      comparison.ifPresent(c -> values.putAll(c.toMap()));
      values.put("undefined", evaluation.undefinedReasons());
      values.put("provenance", provenance(evaluation, set, judged, compared));
      JsonFile.write(json, values);
    }
    if (images != null) {
      String rows = comparison.map(Comparison::imagesToCsv).orElseGet(evaluation::imagesToCsv);
      AtomicFile.write(images, out -> out.write(rows.getBytes(StandardCharsets.UTF_8)));
    }
    if (curves != null) {
      write(evaluation.roc(), "roc");
      write(evaluation.precisionRecall(), "pr");
    }
    return exitCode;
  }

  /** Evaluates image by image. An image that fails is excluded for both models. */
  private int judge(Dataset set, EvaluatedModel judged, Optional<EvaluatedModel> compared) {
    WindowStrategy strategy = windows.strategy(judged.network());
    return each(
        set,
        (groundTruth, listener) -> {
          VesselMaps prediction = judged.predict(groundTruth.image(), strategy, listener);
          VesselAnalysis analysis = judged.analyze(groundTruth, prediction, listener);
          if (compared.isPresent()) {
            EvaluatedModel other = compared.get();
            VesselMaps others =
                other.network() == judged.network()
                    ? prediction
                    : other.predict(
                        groundTruth.image(), windows.strategy(other.network()), listener);
            VesselAnalysis otherAnalysis = other.analyze(groundTruth, others, listener);
            other.judge(groundTruth, otherAnalysis);
          }
          judged.judge(groundTruth, analysis);
        });
  }

  private int each(Dataset set, BiConsumer<LabeledImage, ProgressListener> work) {
    Map<String, Sample> samples = new HashMap<>();
    List<InputImage> inputs = new ArrayList<>();
    for (Sample sample : set.samples()) {
      samples.put(sample.name(), sample);
      Path file = sample instanceof FileSample f ? f.image() : Path.of(sample.name());
      inputs.add(new InputImage(file, sample.name()));
    }
    return new ImageRun(messages(), progress, "evaluate", 1)
        .run(
            inputs,
            (input, listener) -> {
              work.accept(load(Objects.requireNonNull(samples.get(input.name()))), listener);
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

  /** The id prefixes of the metrics to print. */
  private List<String> prefixes() {
    List<String> prefixes = new ArrayList<>();
    for (String name : protocols) {
      if (name.equals(ALL)) {
        prefixes.add("");
        continue;
      }
      boolean protocol = Arrays.stream(Protocol.values()).map(Protocol::id).anyMatch(name::equals);
      String prefix = protocol ? "av." + name : name;
      if (EvaluatedModel.metrics().stream().noneMatch(m -> isWithin(m.id(), prefix))) {
        throw usage("there is no metric or protocol '" + name + "'; see --help");
      }
      prefixes.add(prefix);
    }
    return prefixes;
  }

  private static boolean isWithin(String id, String prefix) {
    return prefix.isEmpty()
        ? !id.startsWith("reliability.")
        : id.equals(prefix) || id.startsWith(prefix + ".");
  }

  /** Prints the header of a table and the rows of the chosen metrics. */
  private void print(String table, List<String> prefixes) {
    List<String> lines = table.lines().toList();
    lines.subList(0, HEADER_LINES).forEach(messages()::line);
    for (String line : lines.subList(HEADER_LINES, lines.size())) {
      String id = line.substring(2, line.indexOf(' ', 2));
      if (prefixes.stream().anyMatch(prefix -> isWithin(id, prefix))) {
        messages().line(line);
      }
    }
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
    provenance.put("strategy", windows.strategy(judged.network()).toString());
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
      curve.get().writeCsv(curves.resolve(name + ".csv"));
      try {
        curve.get().writePng(curves.resolve(name + ".png"));
      } catch (RuntimeException | LinkageError | InternalError e) {
        // Systems without fonts; the numbers are in the CSV file.
        messages()
            .warning(
                name + ".png: cannot be drawn: " + FailureText.rootCause(e) + "; install fonts");
      }
    }
  }
}
