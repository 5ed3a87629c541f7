// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.internal.backend.WorkerThreads;
import io.github.seqnet.nn.internal.training.ParameterBlock;
import io.github.seqnet.nn.internal.training.ParameterBlock.Summand;
import io.github.seqnet.nn.internal.training.TrainingPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Losses and gradients of batches. A batch is split into micro-batches of equal size. Each thread
 * has a plan for one micro-batch and runs its micro-batches in sequence; native operations stay on
 * the thread. Gradients are added up in the order of the micro-batches, so that the result does not
 * depend on the number of threads. Used by one thread at a time.
 */
final class TrainingEngine implements AutoCloseable {
  /** As many values of a few vectors as a core's cache holds. */
  static final int PART = 1 << 15;

  private final ModelSpecification model;
  private final Network network;
  private final LossOptions loss;
  private final Predicate<Parameter> trained;
  private final int microBatches;
  private final ParameterBlock parameters;
  private final List<Worker> workers = new ArrayList<>();
  private final Summand[] gradients;
  private final double[][] losses;
  private int count;
  private int size;

  TrainingEngine(
      ModelSpecification model,
      LossOptions loss,
      Predicate<Parameter> trained,
      int microBatches,
      int threads) {
    this.model = model;
    network = model.network();
    this.loss = loss;
    this.trained = trained;
    this.microBatches = microBatches;
    parameters = new ParameterBlock(network, DataType.FLOAT);
    gradients = new Summand[microBatches];
    losses = new double[microBatches][];
    for (int i = 0; i < Math.min(threads, microBatches); i++) {
      workers.add(new Worker());
    }
  }

  /**
   * Computes a batch.
   *
   * @param values the network's parameters, read
   * @param gradient written: the gradient of the loss by each parameter
   * @param seed of dropout
   * @return the mean cross-entropy of each term, without its factor: outputs, contrasts, other
   *     losses
   */
  double[] run(float[] values, Batch batch, long seed, float[] gradient) {
    checkShape(batch);
    parameters.put(values);
    LossMaps maps = new LossMaps(loss, batch);
    onEach(
        first -> {
          for (int microBatch = first; microBatch < microBatches; microBatch += workers.size()) {
            workers.get(first).run(batch, maps, microBatch, seed);
          }
        });
    List<Summand> summands = List.of(gradients);
    inParts(gradient.length, (from, to) -> parameters.sum(summands, gradient, from, to));
    return meanLosses();
  }

  /** Does something to the values of vectors from one index to another, exclusive. */
  @FunctionalInterface
  interface Part {
    void run(int from, int to);
  }

  /**
   * Processes long vectors on the engine's threads, in parts of {@value #PART} values, whatever the
   * number of threads.
   */
  void inParts(int length, Part part) {
    int parts = (length + PART - 1) / PART;
    onEach(
        first -> {
          for (int i = first; i < parts; i += workers.size()) {
            part.run(i * PART, Math.min(length, (i + 1) * PART));
          }
        });
  }

  /** Runs something on each worker's thread, with the worker's number, and waits. */
  private void onEach(IntConsumer task) {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      int number = i;
      running.add(
          workers
              .get(i)
              .thread
              .submit(
                  () -> {
                    // Part of the task, like everything that may fail, so that the waiting caller
                    // receives the failure.
                    ComputeBackend.useOneNativeThread();
                    task.accept(number);
                  }));
    }
    running.forEach(TrainingEngine::await);
  }

  private double[] meanLosses() {
    double[] sums = new double[losses[0].length];
    for (double[] part : losses) {
      for (int term = 0; term < sums.length; term++) {
        sums[term] += part[term];
      }
    }
    double[] factors = loss.factors();
    for (int term = 0; term < sums.length; term++) {
      sums[term] /= factors[term];
    }
    return sums;
  }

  private void checkShape(Batch batch) {
    if (count == 0) {
      int channels = network.input().output().channels();
      if (batch.channels() != channels) {
        throw new IllegalArgumentException(
            "the network's input has %d channels, so must the batches; got %d"
                .formatted(channels, batch.channels()));
      }
      if (batch.count() % microBatches != 0) {
        throw new IllegalArgumentException(
            "microBatches must divide the batch of "
                + batch.count()
                + " crops, got "
                + microBatches);
      }
      count = batch.count();
      size = batch.size();
    } else if (batch.count() != count || batch.size() != size) {
      throw new IllegalArgumentException(
          "batches must keep their shape of %d crops of %d x %d, got %d of %d x %d"
              .formatted(count, size, size, batch.count(), batch.size(), batch.size()));
    }
  }

  private static void await(Future<?> task) {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SeqnetException("interrupted in a training step", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new SeqnetException("a training step failed: " + e.getCause(), e.getCause());
    }
  }

  /** Waits for what is still running, as its memory is freed here. */
  @Override
  public void close() {
    workers.forEach(Worker::close);
    parameters.close();
  }

  /** A thread with its plan. */
  private final class Worker {
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread worker = new Thread(task, "seqnet-training");
              worker.setDaemon(true);
              return worker;
            });
    private final Map<Integer, float[]> copies = new HashMap<>();
    private @Nullable Workspace workspace;
    private final MapLosses mapLosses = new MapLosses(model, loss.losses(), microBatches);

    void run(Batch batch, LossMaps maps, int microBatch, long seed) {
      Workspace here = workspace;
      if (here == null) {
        here = new Workspace(compile());
        workspace = here;
      }
      TrainingPlan plan = here.plan;
      float[] image = here.image;
      int pixels = plan.pixels();
      System.arraycopy(batch.image(), microBatch * image.length, image, 0, image.length);
      maps.write(microBatch * pixels, pixels, here.target, here.weight);
      long microBatchSeed = new SplittableRandom(seed + microBatch).nextLong();
      mapLosses.begin(batch, microBatch);
      double[] nativeTerms = plan.run(image, here.target, here.weight, microBatchSeed);
      losses[microBatch] = mapLosses.append(nativeTerms);
      // The last micro-batch of a worker stays where it is until the gradients are added up.
      gradients[microBatch] =
          microBatch + workers.size() < microBatches
              ? plan.gradients().copyTo(copyOf(microBatch))
              : plan.gradients().summand();
    }

    private float[] copyOf(int microBatch) {
      return copies.computeIfAbsent(microBatch, absent -> new float[parameters.blockLength()]);
    }

    private TrainingPlan compile() {
      List<String> rows = loss.outputs().stream().map(LossOptions.OutputTerm::output).toList();
      List<TrainingPlan.Contrast> contrasts =
          loss.contrasts().stream()
              .map(c -> new TrainingPlan.Contrast(rows.indexOf(c.artery()), rows.indexOf(c.vein())))
              .toList();
      return TrainingPlan.builder(network, parameters)
          .batch(count / microBatches)
          .size(size, size)
          .rows(rows)
          .contrasts(contrasts)
          .outputLosses(loss.losses().isEmpty() ? List.of() : List.of(mapLosses))
          .trained(trained)
          .build();
    }

    void close() {
      WorkerThreads.end(thread);
      if (workspace != null) {
        workspace.plan.close();
      }
    }
  }

  /** A plan with the arrays that it reads. */
  private final class Workspace {
    private final TrainingPlan plan;
    private final float[] image;
    private final float[] target;
    private final float[] weight;

    Workspace(TrainingPlan plan) {
      this.plan = plan;
      image = new float[plan.pixels() * network.input().output().channels()];
      target = new float[plan.pixels() * plan.termCount()];
      weight = new float[plan.pixels() * plan.termCount()];
    }
  }
}
