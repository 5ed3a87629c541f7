// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints how each rule repairs injected errors, for each folder of label images given: {@code
 * InjectedErrorsMain DRIVE/training/av LES-AV/arteries-and-veins}.
 */
final class InjectedErrorsMain {
  private InjectedErrorsMain() {}

  public static void main(String[] folders) {
    for (String folder : folders) {
      for (double doubt : new double[] {0.02, 0.05, 0.1}) {
        report(folder, "paper", LabelPropagation.paper(PaperOptions.defaults()), doubt);
        report(folder, "stable", LabelPropagation.stable(StableOptions.defaults()), doubt);
      }
    }
  }

  private static void report(
      String folder, String rule, LabelPropagation propagation, double doubt) {
    InjectedErrors errors = new InjectedErrors(doubt);
    for (Path image : InjectedErrors.labelImages(Path.of(folder))) {
      errors.add(image, propagation, 3);
    }
    System.out.printf(
        Locale.ROOT, "%s, %s, confidence of errors %.2f: %s%n", folder, rule, doubt, errors);
  }
}
