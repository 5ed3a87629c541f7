// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.demo;

import io.github.seqnet.analysis.HtmlReport;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.cli.batch.ImageRun;
import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputFolder;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.cli.predict.PredictionWriter;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.cli.report.ReportPages;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code seqnet demo}. */
@Command(name = "demo", description = "Generate a fundus photograph and analyze it; needs no data.")
public final class DemoCommand extends Subcommand {
  private static final String NAME = "fundus";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Folder for the results; created if missing.")
  private Path output;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the generated photograph; default ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private ModelOption model;
  @Mixin private ProgressOption progress;

  /** Created by picocli. */
  DemoCommand() {}

  @Override
  protected int run() throws IOException {
    model.checkNumbers();
    try (VesselModel network = model.open(model.arteryVeinModel())) {
      ModelOption.warnIfSlow(messages());
      OutputFolder folder = OutputFolder.at(output);
      SyntheticFundus fundus = FundusGenerator.generate(FundusOptions.defaults().withSeed(seed));
      Path photograph = folder.file(NAME + ".png");
      ImageFiles.writePng(photograph, fundus.image());
      ImageFiles.writePng(folder.file(NAME + ".ground-truth.png"), fundus.labels());
      RetinaAnalyzer analyzer = RetinaAnalyzer.of(network);
      Path page = folder.file(NAME + ".html");
      HtmlReport html =
          HtmlReport.standalone()
              .withOrigin(ReportPages.origin(network.model().specification(), model.sha256()));
      PredictionWriter writer =
          new PredictionWriter(OutputLayout.flat(folder.path()), PredictionWriter.Kind.images());
      VesselAnalysis[] analysis = new VesselAnalysis[1];
      int exitCode =
          new ImageRun(messages(), progress, "demo", 1)
              .run(
                  List.of(InputImage.of(photograph)),
                  (input, listener) -> {
                    RetinaReport report =
                        analyzer.analyze(
                            fundus.image(), KnownFacts.none().withName(NAME), listener);
                    analysis[0] = report.analysis().orElseThrow();
                    html.write(report, page);
                    writer.write(NAME, fundus.image(), analysis[0]);
                    return "";
                  });
      if (exitCode == ExitCode.DONE) {
        messages().line(agreement(fundus.labels(), analysis[0].labels()));
        messages().line("Results: " + output + "; open " + page + " in a browser");
      }
      return exitCode;
    }
  }

  /** The agreement with the ground truth: a first impression, not an evaluation. */
  private static String agreement(ArteryVeinMap groundTruth, ArteryVeinMap found) {
    byte[] expected = groundTruth.toArray();
    byte[] actual = found.toArray();
    int both = 0;
    int vessels = 0;
    int told = 0;
    int right = 0;
    for (int i = 0; i < expected.length; i++) {
      vessels += (expected[i] == 0 ? 0 : 1) + (actual[i] == 0 ? 0 : 1);
      if (expected[i] != 0 && actual[i] != 0) {
        both++;
        if (expected[i] == VesselLabel.ARTERY.code() || expected[i] == VesselLabel.VEIN.code()) {
          told++;
          right += expected[i] == actual[i] ? 1 : 0;
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "On this generated image: Dice of the vessels %.2f, arteries and veins right %.2f",
        2.0 * both / Math.max(1, vessels),
        right / (double) Math.max(1, told));
  }
}
