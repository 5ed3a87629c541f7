// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ExecutorModelTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final String EXECUTOR =
      "org.apache.spark.executor.CoarseGrainedExecutorBackend --driver-url spark://h:1"
          + " --executor-id 0 --hostname h --cores %d --app-id app-1";

  private static int threads(String master, String command) {
    return ExecutorModel.threads(new SparkConf(false).set("spark.master", master), command);
  }

  @Test
  void followsTheCoresOfLocalMode() {
    assertEquals(1, threads("local", ""));
    assertEquals(1, threads("local[1]", ""));
    assertEquals(1, threads("local[1,4]", ""));
    assertEquals(1, threads("local[ 1 , 4 ]", ""));
    assertEquals(Math.min(2, PROCESSORS), threads("local[2]", ""));
    assertEquals(PROCESSORS, threads("local[*]", ""));
    assertEquals(PROCESSORS, threads("local[*, 3]", ""));
    assertEquals(PROCESSORS, threads("local[512]", ""));
  }

  @Test
  void followsTheCoresThatAnExecutorWasStartedWith() {
    assertEquals(1, threads("spark://h:7077", String.format(EXECUTOR, 1)));
    assertEquals(1, threads("yarn", String.format(EXECUTOR, 1)));
    assertEquals(1, threads("local-cluster[2,1,1024]", String.format(EXECUTOR, 1)));
    assertEquals(PROCESSORS, threads("yarn", String.format(EXECUTOR, 512)));
  }

  @Test
  void followsTheConfigurationOtherwise() {
    SparkConf conf = new SparkConf(false).set("spark.master", "yarn");
    assertEquals(PROCESSORS, ExecutorModel.threads(conf, "Custom"));
    assertEquals(1, ExecutorModel.threads(conf.set("spark.executor.cores", "1"), "Custom"));
  }
}
