// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lays out the help of every command: options in groups, the common ones of a group first, and two
 * examples at the end.
 */
final class HelpLayout {
  /** The options of each group, the common ones first. */
  private static final Map<String, List<String>> GROUPS = groups();

  /** Options that are in no list, such as those of picocli. */
  private static final String OTHERS = "General";

  private static final Map<String, List<String>> EXAMPLES = examples();

  private HelpLayout() {}

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put(
        "Input",
        List.of(
            "--input",
            "--data",
            "--split",
            "--arteries",
            "--veins",
            "--encoding",
            "--photographs",
            "--probabilities",
            "--pixel-size",
            "--disc",
            "--fov",
            "--frame",
            "--metadata",
            "--override",
            "--min-quality",
            "--recursive",
            "--measures",
            "--show",
            "--seed"));
    groups.put(
        "Model",
        List.of(
            "--weights",
            "--mode",
            "--stride",
            "--network",
            "--base-width",
            "--iterations",
            "--dropout",
            "--preprocessing",
            "--framing",
            "--working-size",
            "--standardize",
            "--init",
            "--compare"));
    groups.put("Vessels", List.of("--refine", "--no-refine", "--compare-refine"));
    groups.put("Graph", List.of("--thinning", "--prune-spurs", "--fill-holes", "--remove-specks"));
    groups.put(
        "Training",
        List.of(
            "--epochs",
            "--minutes",
            "--steps",
            "--rate",
            "--schedule",
            "--scale",
            "--recipe",
            "--resume",
            "--loss",
            "--transform",
            "--contrast",
            "--vessel-weight",
            "--artery-vein-weight",
            "--freeze",
            "--fresh",
            "--validation",
            "--validate-every",
            "--patience"));
    groups.put(
        "Output",
        List.of(
            "--output",
            "--measure",
            "--report",
            "--graph",
            "--flat",
            "--per-photograph",
            "--columns",
            "--table",
            "--csv",
            "--json",
            "--images",
            "--curves",
            "--metrics",
            "--format",
            "--write",
            "--save-probabilities",
            "--skeleton-only",
            "--skip-existing",
            "--dicom",
            "--dicom-patient",
            "--license",
            "--notes"));
    groups.put(
        "Performance",
        List.of(
            "--jobs",
            "--threads",
            "--batch",
            "--micro-batches",
            "--callers",
            "--repeats",
            "--windows",
            "--baseline-stride"));
    return groups;
  }

  private static Map<String, List<String>> examples() {
    Map<String, List<String>> examples = new LinkedHashMap<>();
    examples.put(
        "seqnet graph",
        List.of(
            "seqnet graph -i labels.png -o out --measure --report",
            "seqnet graph -i maps -o out --photographs photos --table out/results.parquet"));
    examples.put(
        "seqnet agreement",
        List.of(
            "seqnet agreement first/measures.csv second/measures.csv",
            "seqnet agreement a.csv b.csv --measures crae,crve,avr --csv agreement.csv"));
    examples.put(
        "seqnet evaluate",
        List.of(
            "seqnet evaluate --data drive:DRIVE --split test",
            "seqnet evaluate --data drive:DRIVE --weights my.seqnet --compare embedded"));
    examples.put(
        "seqnet train",
        List.of(
            "seqnet train --data drive:DRIVE -o run --minutes 30",
            "seqnet train --data drive:DRIVE -o run --init embedded --epochs 20"));
    examples.put(
        "seqnet bench",
        List.of("seqnet bench forward --base-width 8", "seqnet bench train --base-width 8"));
    examples.put(
        "seqnet bench forward",
        List.of("seqnet bench forward --base-width 8", "seqnet bench forward --batch 8"));
    examples.put(
        "seqnet bench strategies",
        List.of(
            "seqnet bench strategies --data drive:DRIVE",
            "seqnet bench strategies --data drive:DRIVE --images 4"));
    examples.put("seqnet demo", List.of("seqnet demo -o demo", "seqnet demo -o demo --seed 7"));
    examples.put(
        "seqnet import-weights",
        List.of(
            "seqnet import-weights model.hdf5 model.seqnet",
            "seqnet import-weights model.safetensors model.seqnet"));
    examples.put(
        "seqnet export",
        List.of("seqnet export embedded seqnet.onnx", "seqnet export my.seqnet my.hdf5"));
    examples.put("seqnet info", List.of("seqnet info", "seqnet info my.seqnet"));
    examples.put(
        "seqnet generate-completion",
        List.of(
            "source <(seqnet generate-completion)",
            "seqnet generate-completion > /etc/bash_completion.d/seqnet"));
    examples.put(
        "seqnet bench image",
        List.of("seqnet bench image -i photo.jpg", "seqnet bench image -i photo.jpg --threads 1"));
    examples.put(
        "seqnet bench train",
        List.of("seqnet bench train --base-width 8", "seqnet bench train --batch 24"));
    return examples;
  }

  /** Lays out the help of a command and of all of its subcommands. */
  static void apply(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    List<String> examples = EXAMPLES.get(command.getCommandSpec().qualifiedName());
    if (examples != null) {
      usage.footerHeading("%nExamples:%n");
      usage.footer(
          examples.stream().map(line -> "  " + line.replace("%", "%%")).toArray(String[]::new));
    }
    command
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::optionList);
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, help -> "");
    command.getSubcommands().values().forEach(HelpLayout::apply);
  }

  /** The group of an option; empty for those of every command. */
  static Optional<String> group(OptionSpec option) {
    return GROUPS.entrySet().stream()
        .filter(group -> position(group.getValue(), option) >= 0)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static int position(List<String> names, OptionSpec option) {
    for (String name : option.names()) {
      int position = names.indexOf(name);
      if (position >= 0) {
        return position;
      }
    }
    return -1;
  }

  private static String optionList(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    GROUPS.keySet().forEach(name -> groups.put(name, new ArrayList<>()));
    groups.put(OTHERS, new ArrayList<>());
    for (OptionSpec option : help.commandSpec().options()) {
      if (!option.hidden()) {
        Objects.requireNonNull(groups.get(group(option).orElse(OTHERS))).add(option);
      }
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (name, options) -> {
          if (!options.isEmpty()) {
            List<String> order = GROUPS.getOrDefault(name, List.of());
            options.sort(Comparator.comparingInt(option -> position(order, option)));
            text.append(String.format("%n%s:%n", name));
            Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
            layout.addOptions(options, help.parameterLabelRenderer());
            text.append(layout);
          }
        });
    return text.toString();
  }
}
