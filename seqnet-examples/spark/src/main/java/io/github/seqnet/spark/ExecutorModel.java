// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.weights.DefaultModel;
import io.github.seqnet.nn.weights.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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

  /** The memory of the embedded model for its weights and one window per core. */
  private static final long LEAST_LIMIT = 256L << 20;

  private static final Map<String, VesselModel> MODELS = new HashMap<>();

  private ExecutorModel() {}

  /**
   * The model of this executor, opened by the first task.
   *
   * @param file a model file, or empty for the embedded model
   * @throws IOException if the file cannot be read
   */
  static VesselModel of(String file) throws IOException {
    synchronized (MODELS) {
      VesselModel known = MODELS.get(file);
      if (known == null) {
        TrainedModel model =
            file.isEmpty() ? DefaultModel.load() : TrainedModel.read(Path.of(file));
        VesselModel opened = VesselModel.of(model, options());
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
    String master = conf.get("spark.master", "local[*]");
    if (master.startsWith("local")) {
      return options;
    }
    int cores = conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    long heap = JavaUtils.byteStringAsMb(conf.get("spark.executor.memory", "1g")) << 20;
    long overhead =
        conf.contains("spark.executor.memoryOverhead")
            ? JavaUtils.byteStringAsMb(conf.get("spark.executor.memoryOverhead")) << 20
            : Math.max(LEAST_OVERHEAD, (long) (heap * DEFAULT_OVERHEAD));
    return options
        .withThreads(Math.max(1, cores))
        .withMemoryLimit(Math.max(LEAST_LIMIT, (long) (overhead * SHARE_OF_OVERHEAD)));
  }
}
