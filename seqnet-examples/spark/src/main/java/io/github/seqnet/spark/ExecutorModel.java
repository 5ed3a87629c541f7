// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.weights.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.util.JavaUtils;

/**
 * The one model of an executor, shared by all of its tasks. Its native threads are as many as the
 * executor has cores, and its native memory is limited to {@value #SHARE_OF_OVERHEAD} of the
 * executor's memory overhead, so that two executors on one machine do not compete.
 */
final class ExecutorModel {
  private static final double SHARE_OF_OVERHEAD = 0.8;
  private static final double DEFAULT_OVERHEAD = 0.1;
  private static final long LEAST_OVERHEAD = 384L << 20;

  /** The least limit with which the embedded model runs. */
  private static final long LEAST_LIMIT = 256L << 20;

  private static final String MASTER = "spark.master";
  private static final String LOCAL = "local";

  /**
   * {@code local}, {@code local[4]} and {@code local[*, 2]}, whose second number counts retries.
   */
  private static final Pattern LOCAL_CORES =
      Pattern.compile("local(?:\\[\\s*([0-9]{1,6}|\\*)\\s*(?:,.*)?])?");

  private static final Pattern EXECUTOR_CORES = Pattern.compile(" --cores ([0-9]{1,6})(?: |$)");

  private static final Map<String, VesselModel> MODELS = new HashMap<>();

  private ExecutorModel() {}

  /**
   * The model of this executor, opened by the first task.
   *
   * @param file the name of an embedded model, or a model file
   * @throws IOException if the file cannot be read
   */
  static VesselModel of(String file) throws IOException {
    synchronized (MODELS) {
      VesselModel known = MODELS.get(file);
      if (known == null) {
        VesselModel opened = VesselModel.of(EmbeddedModel.read(Path.of(file)), options());
        Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "seqnet-model-close"));
        MODELS.put(file, opened);
        known = opened;
      }
      return known;
    }
  }

  private static VesselModelOptions options() {
    VesselModelOptions options = VesselModelOptions.defaults();
    SparkEnv env = SparkEnv.get();
    if (env == null) {
      return options;
    }
    SparkConf conf = env.conf();
    options = options.withThreads(threads(conf, System.getProperty("sun.java.command", "")));
    if (LOCAL_CORES.matcher(conf.get(MASTER, LOCAL)).matches()) {
      return options;
    }
    long heap = JavaUtils.byteStringAsMb(conf.get("spark.executor.memory", "1g")) << 20;
    long overhead =
        conf.contains("spark.executor.memoryOverhead")
            ? JavaUtils.byteStringAsMb(conf.get("spark.executor.memoryOverhead")) << 20
            : Math.max(LEAST_OVERHEAD, (long) (heap * DEFAULT_OVERHEAD));
    return options.withMemoryLimit(Math.max(LEAST_LIMIT, (long) (overhead * SHARE_OF_OVERHEAD)));
  }

  /**
   * The number of native threads: one per core of the executor, and at most one per processor.
   *
   * @param command the command line of this process. Spark states the cores of an executor there;
   *     the configuration lacks them if the executor takes whatever its worker offers.
   */
  static int threads(SparkConf conf, String command) {
    int processors = Runtime.getRuntime().availableProcessors();
    Matcher local = LOCAL_CORES.matcher(conf.get(MASTER, LOCAL));
    Matcher executor = EXECUTOR_CORES.matcher(command);
    int cores;
    if (local.matches()) {
      cores = local.group(1) == null ? 1 : local.group(1).equals("*") ? processors : number(local);
    } else if (executor.find()) {
      cores = number(executor);
    } else {
      cores = conf.getInt("spark.executor.cores", processors);
    }
    return Math.max(1, Math.min(cores, processors));
  }

  private static int number(Matcher cores) {
    return Integer.parseInt(cores.group(1));
  }
}
