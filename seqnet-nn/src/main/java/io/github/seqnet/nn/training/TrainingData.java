// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.augmentation.BatchSource;
import io.github.seqnet.augmentation.CropSampler;
import java.util.Objects;

/**
 * A source of training batches. To make a training resumable, batch {@code i} must be the same
 * every time it is requested.
 */
@FunctionalInterface
public interface TrainingData {
  /** Batches in order, taken by one thread. */
  interface Feed extends AutoCloseable {
    /**
     * The next batch.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it
     *     waits
     */
    Batch next();

    @Override
    void close();
  }

  /**
   * Opens the batches from one on.
   *
   * @param firstBatch at least 0
   */
  Feed open(long firstBatch);

  /**
   * The recipe of the batches, such as size and augmentation of crops. A training resumes only with
   * the same recipe, and a trained model records it. May be empty.
   */
  default String description() {
    return "";
  }

  /**
   * The batches of a sampler, prefetched by separate threads.
   *
   * @param threads at least 1
   */
  static TrainingData of(CropSampler sampler, int threads) {
    return new TrainingData() {
      @Override
      public Feed open(long firstBatch) {
        BatchSource source = BatchSource.start(sampler, firstBatch, threads);
        return new Feed() {
          @Override
          public Batch next() {
            return source.next();
          }

          @Override
          public void close() {
            source.close();
          }
        };
      }

      @Override
      public String description() {
        return sampler.toString();
      }
    };
  }

  /**
   * Joins the channels of two sources of the same crops, see {@link Batch#joined}. Trains networks
   * that see more than a photograph.
   *
   * <p>{@link Feed#next} throws {@link IllegalArgumentException} if the batches of the sources
   * differ in the number, size or targets of their crops.
   *
   * @param first the source whose channels come first, and whose targets and weights are used
   * @param second a source of the same crops, such as a sampler with the same seed and augmentation
   */
  static TrainingData joined(TrainingData first, TrainingData second) {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
    return new TrainingData() {
      @Override
      public Feed open(long firstBatch) {
        Feed left = first.open(firstBatch);
        Feed right = second.open(firstBatch);
        return new Feed() {
          @Override
          public Batch next() {
            return left.next().joined(right.next());
          }

          @Override
          public void close() {
            try (left) {
              right.close();
            }
          }
        };
      }

      @Override
      public String description() {
        return "joined[" + first.description() + ", " + second.description() + "]";
      }
    };
  }
}
