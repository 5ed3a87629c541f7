// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.seqnet.analysis.report.IndexPage;
import io.github.seqnet.analysis.report.ReportPage;
import io.github.seqnet.analysis.report.template.JtefolderGenerated;
import io.github.seqnet.analysis.report.template.JteindexGenerated;
import io.github.seqnet.analysis.report.template.JtereportGenerated;
import io.github.seqnet.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes reports as HTML pages: one self-contained page for each photograph, and one page for a
 * folder of them. Pages need no network, contain no external addresses and open from disk.
 *
 * <p>The page of a photograph shows it with layers for vessels, arteries and veins, segments,
 * junctions and crossings, optic disc, fovea, zones B and C, and field of view, and lists the
 * biomarkers with units and remarks. Selecting a segment shows its measurements and the audit trail
 * of its label. Labels can be corrected in the page, which then offers the override file that
 * {@code seqnet analyze --override} applies. The page of a folder has sortable and filterable rows.
 *
 * <p>All text is escaped, including the names of files. A page of a photograph takes about 1 MB:
 * the photograph is reduced to at most {@value #MAXIMUM_SIDE} pixels on a side.
 *
 * <p>Immutable and thread-safe. Cost: linear in the pixels of the photograph.
 */
public final class HtmlReport {
  /** The largest side of the photograph in a page, in pixels. */
  public static final int MAXIMUM_SIDE = 1600;

  /** No text of a page can contain this: templates escape it, and so does the script's data. */
  private static final String FOLDER_SECTION = "<section id=\"folder\"";

  private static final String SECTION_END = "</section>";

  private final FolderDistribution folder;
  private final String indexHref;
  private final Map<String, String> origin;

  private HtmlReport(FolderDistribution folder, String indexHref, Map<String, String> origin) {
    this.folder = folder;
    this.indexHref = indexHref;
    this.origin = origin;
  }

  /** Pages of single photographs, without an index. */
  public static HtmlReport standalone() {
    return new HtmlReport(FolderDistribution.of(List.of()), "", Map.of());
  }

  /**
   * These pages with each photograph compared with all photographs of its folder: histograms of the
   * main biomarkers in which the photograph is marked.
   *
   * @param rows rows as {@link RetinaReport#toRow()} returns them, this photograph's among them
   */
  public HtmlReport withFolder(Collection<? extends Map<String, ?>> rows) {
    return new HtmlReport(FolderDistribution.of(rows), indexHref, origin);
  }

  /**
   * These pages with a link to the page of the folder.
   *
   * @param href a relative address, such as {@code index.html}
   */
  public HtmlReport withIndex(String href) {
    return new HtmlReport(folder, Objects.requireNonNull(href, "href"), origin);
  }

  /**
   * These pages with a statement of how the results were made, such as the model, the checksum of
   * its weights and the version of the program.
   *
   * @param facts names and values, in the order in which the page shows them
   */
  public HtmlReport withOrigin(Map<String, String> facts) {
    return new HtmlReport(
        folder, indexHref, Collections.unmodifiableMap(new LinkedHashMap<>(facts)));
  }

  /**
   * Writes the page of a photograph.
   *
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public void write(RetinaReport report, Path file) throws IOException {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(file, "file");
    ReportPage page = new ReportPageBuilder(report, folder, indexHref, origin).build();
    StringOutput out = new StringOutput(1 << 20);
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(out), null, page);
    write(out, file);
  }

  /**
   * Replaces the comparison with the folder in a page that {@link #write} wrote earlier. The
   * photographs of a folder are known only when the last of them has been analyzed.
   *
   * @param row the row of the page's photograph
   * @throws IOException if the file cannot be read, is not such a page or cannot be written; names
   *     it and leaves it as it was
   */
  public void updateFolder(Map<String, ?> row, Path file) throws IOException {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(file, "file");
    String page = Files.readString(file, StandardCharsets.UTF_8);
    int begin = page.indexOf(FOLDER_SECTION);
    int end = begin < 0 ? -1 : page.indexOf(SECTION_END, begin);
    if (end < 0) {
      throw new IOException(file + ": not a report page; write the page first");
    }
    StringOutput fragment = new StringOutput(1 << 14);
    JtefolderGenerated.render(new OwaspHtmlTemplateOutput(fragment), null, folder.histograms(row));
    StringOutput out = new StringOutput(page.length() + (1 << 14));
    out.writeContent(page.substring(0, begin));
    out.writeContent(fragment.toString().strip());
    out.writeContent(page.substring(end + SECTION_END.length()));
    write(out, file);
  }

  /**
   * Writes the page of a folder.
   *
   * @param title the heading, such as the name of the folder
   * @param entries the photographs, in the order of their rows
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public static void writeIndex(String title, List<HtmlIndexEntry> entries, Path file)
      throws IOException {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(entries, "entries");
    Objects.requireNonNull(file, "file");
    IndexPage page = IndexPageBuilder.build(title, entries);
    StringOutput out = new StringOutput(1 << 16);
    JteindexGenerated.render(new OwaspHtmlTemplateOutput(out), null, page);
    write(out, file);
  }

  private static void write(StringOutput out, Path file) throws IOException {
    AtomicFile.write(file, stream -> stream.write(out.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
