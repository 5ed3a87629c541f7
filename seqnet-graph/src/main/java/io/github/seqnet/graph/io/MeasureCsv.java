package io.github.seqnet.graph.io;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.graph.biomarker.Measurement;
import io.github.seqnet.graph.biomarker.VesselMeasures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.csv.CSVPrinter;

/**
 * Measurements as a table, one row for each: {@code quantity, vessels, region, value, unit,
 * remark}. The value is empty where there is none, and the remark says why. Comma separated, UTF-8,
 * numbers with a point. The rows are the same for each image, so that tables can be put side by
 * side. Thread-safe.
 */
public final class MeasureCsv {
  private MeasureCsv() {}

  /**
   * Writes the measurements; an existing file is replaced only when the new one is complete.
   *
   * @throws IOException if it cannot be written; names the file and leaves nothing behind
   */
  public static void write(VesselMeasures measures, Path file) throws IOException {
    AtomicFile.write(file, out -> write(measures, out));
  }

  /**
   * Writes the measurements to a stream.
   *
   * @param out flushed, but not closed
   * @throws IOException if the stream fails
   */
  public static void write(VesselMeasures measures, OutputStream out) throws IOException {
    CSVPrinter printer = GraphCsv.printer(out);
    printer.printRecord("quantity", "vessels", "region", "value", "unit", "remark");
    for (Measurement measurement : measures.measurements()) {
      printer.printRecord(
          name(measurement.quantity()),
          name(measurement.vessels()),
          name(measurement.region()),
          measurement.value().isPresent() ? Double.toString(measurement.value().getAsDouble()) : "",
          measurement.unit().symbol(),
          measurement.remark());
    }
    printer.flush();
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
