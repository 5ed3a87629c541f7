// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of report pages; {@code ReportBrowserTest} of the command line opens them. */
class HtmlReportTest {
  private static final String HOSTILE = "</script><script>alert(1)</script><section id=\"folder\">";

  private static RetinaReport report;

  @TempDir private Path folder;

  @BeforeAll
  static void analyze() {
    SyntheticFundus fundus =
        FundusGenerator.generate(FundusOptions.defaults().withSize(300, 280).withSeed(7));
    report =
        VesselMapAnalyzer.with(AnalysisOptions.defaults())
            .analyze(
                VesselMapInput.of(fundus.labels()).withPhotograph(fundus.image()),
                KnownFacts.none().withName(HOSTILE).withOpticDisc(new OpticDisc(200, 140, 22)),
                ProgressListener.NONE);
  }

  @Test
  void escapesNames() throws IOException {
    Path page = folder.resolve("page.html");
    report.writeHtml(page);
    String text = Files.readString(page);
    assertFalse(text.contains("alert(1)</script>"), "the name is not escaped");
    assertEquals(1, count(text, "<section id=\"folder\""));
    assertFalse(text.contains("http://") || text.contains("https://"), "an external address");
  }

  @Test
  void aPageIsComparedWithItsFolderLater() throws IOException {
    Path page = folder.resolve("page.html");
    HtmlReport.standalone().write(report, page);
    String alone = Files.readString(page);
    assertFalse(alone.contains("<figure"), "a photograph alone has nothing to be compared with");

    Map<String, Object> other = new LinkedHashMap<>(report.toRow());
    other.replaceAll((column, value) -> value instanceof Double number ? number * 2 : value);
    HtmlReport compared = HtmlReport.standalone().withFolder(List.of(report.toRow(), other));
    compared.updateFolder(report.toRow(), page);
    String together = Files.readString(page);
    assertTrue(count(together, "<figure class=\"histogram\"") >= 5, "histograms");
    assertTrue(together.contains("of 2 photographs"), "the number of photographs");

    // As if the folder had been known from the beginning, and the same each time.
    Path atOnce = folder.resolve("at once.html");
    compared.write(report, atOnce);
    assertEquals(Files.readString(atOnce), together);
    compared.updateFolder(report.toRow(), page);
    assertEquals(together, Files.readString(page));
    HtmlReport.standalone().updateFolder(report.toRow(), page);
    assertEquals(alone, Files.readString(page));
  }

  @Test
  void pagesStateOptionsAndScales() throws IOException {
    Map<String, Object> other = new LinkedHashMap<>(report.toRow());
    other.replaceAll((column, value) -> value instanceof Double number ? number * 2 : value);
    Path page = folder.resolve("page.html");
    HtmlReport.standalone().withFolder(List.of(report.toRow(), other)).write(report, page);
    String html = Files.readString(page);
    assertTrue(html.contains("thinning center-line; holes filled by the field of view"), html);
    double density = (Double) report.toRow().get("vessel_density.all.field_of_view");
    assertTrue(
        html.contains(
            "<div class=\"axis\" aria-hidden=\"true\"><span>"
                + ReportText.number(density)
                + "</span><span>"
                + ReportText.number(2 * density)
                + "</span>"),
        "the scale from %s".formatted(density));
  }

  @Test
  void theIndexSaysWhyAPhotographIsNotGradable() throws IOException {
    Map<String, Object> poor = new LinkedHashMap<>(report.toRow());
    poor.put("gradable", "false");
    poor.put("quality_reasons", "sharpness: out of focus (0.10)");
    Path index = folder.resolve("index.html");
    HtmlReport.writeIndex(
        "eyes",
        List.of(
            HtmlIndexEntry.of(report.toRow(), "good.html"), HtmlIndexEntry.of(poor, "poor.html")),
        index);
    assertEquals(
        1, count(Files.readString(index), ">not gradable: sharpness: out of focus (0.10); "));
  }

  @Test
  void otherFilesAreNotChanged() throws IOException {
    Path page = Files.writeString(folder.resolve("page.html"), "<p>not a report</p>");
    IOException e =
        assertThrows(
            IOException.class, () -> HtmlReport.standalone().updateFolder(report.toRow(), page));
    assertTrue(e.getMessage().contains("not a report page"), e.getMessage());
    assertEquals("<p>not a report</p>", Files.readString(page));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
