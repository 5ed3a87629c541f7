// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.report;

import io.github.seqnet.analysis.HtmlIndexEntry;
import io.github.seqnet.analysis.HtmlReport;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.cli.command.Versions;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.cli.model.ModelDescription;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.ModelSpecification;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The report pages of a folder: one for each photograph, and {@value #INDEX}, which links to all of
 * them. Pages are written as photographs are analyzed; when all are done, each page is completed
 * with the distributions over the folder. Thread-safe.
 */
public final class ReportPages {
  /** The page of the folder. */
  public static final String INDEX = "index.html";

  /** With more photographs than this, the page of the folder has no thumbnails. */
  private static final int MOST_THUMBNAILS = 5000;

  private final Path folder;
  private final Function<InputImage, Path> pages;
  private final Photographs photographs;
  private final HtmlReport html;
  private final Map<InputImage, HtmlIndexEntry> entries = new ConcurrentHashMap<>();

  /** Where the page of an image is. */
  public static Path page(InputImage image, OutputLayout layout) {
    return layout.path("report", image.name(), "html");
  }

  /** Reads photographs. */
  @FunctionalInterface
  public interface Photographs {
    /** Reads a photograph. */
    RgbImage read(InputImage image) throws IOException;
  }

  /**
   * @param folder where {@value #INDEX} is written
   * @param pages where the page of a photograph is written, in the folder
   * @param origin how the results were made, by name
   * @param photographs reads the photographs of earlier runs, for their thumbnails
   */
  public ReportPages(
      Path folder,
      Function<InputImage, Path> pages,
      Map<String, String> origin,
      Photographs photographs) {
    this.photographs = photographs;
    this.folder = folder;
    this.pages = pages;
    html = HtmlReport.standalone().withOrigin(origin);
  }

  /**
   * The program and the model, as the pages state them.
   *
   * @param specification of the model
   * @param sha256 of its weights
   */
  public static Map<String, String> origin(ModelSpecification specification, String sha256) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("Program", "seqnet " + Versions.seqnet());
    origin.put("Model", ModelDescription.of(specification));
    origin.put("SHA-256 of the weights", sha256);
    return origin;
  }

  /** The page of a photograph. */
  public Path page(InputImage image) {
    return pages.apply(image);
  }

  /**
   * Writes the page of a photograph.
   *
   * @throws IOException if it cannot be written; names the file
   */
  public void write(InputImage image, RetinaReport report) throws IOException {
    Path page = page(image);
    Files.createDirectories(page.toAbsolutePath().getParent());
    html.withIndex(href(page, folder.resolve(INDEX))).write(report, page);
    report
        .photograph()
        .ifPresent(
            photograph ->
                entries.put(image, HtmlIndexEntry.of(report.toRow(), href(image), photograph)));
  }

  /**
   * Completes the pages and writes the page of the folder.
   *
   * @param rows the rows of the photographs that have a page
   * @param failures why the others have none
   * @throws IOException if a file cannot be read or written; names the file
   */
  public void finish(Map<InputImage, Map<String, Object>> rows, Map<InputImage, String> failures)
      throws IOException {
    HtmlReport compared = html.withFolder(rows.values());
    List<HtmlIndexEntry> index = new ArrayList<>();
    for (Map.Entry<InputImage, Map<String, Object>> row : rows.entrySet()) {
      Path page = page(row.getKey());
      if (Files.isRegularFile(page)) {
        if (rows.size() > 1) {
          compared.updateFolder(row.getValue(), page);
        }
        index.add(entry(row.getKey(), row.getValue(), rows.size() <= MOST_THUMBNAILS));
      }
    }
    failures.forEach(
        (image, reason) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("name", image.name());
          row.put("file", image.file().toString());
          row.put("error", reason);
          index.add(HtmlIndexEntry.of(row, ""));
        });
    Path name = folder.toAbsolutePath().normalize().getFileName();
    HtmlReport.writeIndex(
        name == null ? folder.toString() : name.toString(), index, folder.resolve(INDEX));
  }

  /** The entry of a page of this run, or of an earlier one. */
  private HtmlIndexEntry entry(InputImage image, Map<String, Object> row, boolean thumbnails) {
    String href = href(image);
    if (!thumbnails) {
      return HtmlIndexEntry.of(row, href);
    }
    HtmlIndexEntry known = entries.get(image);
    if (known != null) {
      return known;
    }
    try {
      return HtmlIndexEntry.of(row, href, photographs.read(image));
    } catch (IOException e) {
      return HtmlIndexEntry.of(row, href); // the page shows the photograph; a thumbnail is extra
    }
  }

  private String href(InputImage image) {
    return href(folder.resolve(INDEX), page(image));
  }

  /** The relative address of a file, seen from a page. */
  static String href(Path page, Path target) {
    Path from = Objects.requireNonNull(page.toAbsolutePath().normalize().getParent());
    Path relative = from.relativize(target.toAbsolutePath().normalize());
    List<String> parts = new ArrayList<>();
    for (Path part : relative) {
      parts.add(URLEncoder.encode(part.toString(), StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return String.join("/", parts);
  }
}
