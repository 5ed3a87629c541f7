// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.internal.backend.HostTransfer;
import io.github.seqnet.nn.internal.operation.Operation;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import io.github.seqnet.nn.internal.plan.NativeForms;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network compiled for training on one batch shape: forward pass, loss and backward pass as
 * native operations in order, on preallocated buffers that share one block of memory by lifetime.
 *
 * <p>The loss is a sum of binary cross-entropies over outputs of the network ("rows") and over
 * differences of the logits of two rows ("contrasts"). Every pixel of each has its own target and
 * its own weight, set from outside; the factor of the term and the division by the number of pixels
 * are part of the weights. Outputs that are no row are not computed unless a row needs them.
 *
 * <p>The backward pass is planned once, in reverse: where a tensor or a shared parameter gets
 * gradients from several buffers, the first is written and the others are added. Nothing is planned
 * behind a stop-gradient, nor for parameters that are not trained.
 *
 * <p>Dropout is inverted dropout: each value is kept with probability {@code 1 - rate} and divided
 * by it. The masks of all layers are windows, at fixed buffers, into one random array that is drawn
 * anew from the seed of each run.
 *
 * <p>Not thread-safe: one plan per thread; several plans may read one block of parameters.
 */
public final class TrainingPlan implements AutoCloseable {
  /**
   * The difference of the logits of two rows, on which the network learns to distinguish them.
   *
   * @param first the row whose logit counts positive
   * @param second the row whose logit counts negative
   */
  public record Contrast(int first, int second) {}

  private final long pixels;
  private final long inputLength;
  private final int rowCount;
  private final int contrastCount;
  private final DataType type;
  private final List<Operation> operations = new ArrayList<>();
  private final ParameterBlock gradients;
  private final INDArray block;
  private final INDArray input;
  private final INDArray targets;
  private final INDArray weights;
  private final INDArray probabilities;
  private final INDArray lossTerms;
  private final List<INDArray> masks;
  private final List<Double> maskRates;
  private final float[] lossBuffer;

  private TrainingPlan(Builder builder) {
    Network network = builder.network;
    int batch = builder.batch;
    int height = builder.height;
    int width = builder.width;
    ForwardPlan.checkShape(network, batch, height, width);
    if (builder.rows.isEmpty() && builder.outputLosses.isEmpty()) {
      throw new IllegalArgumentException("there must be an output to train");
    }
    type = builder.type;
    pixels = (long) batch * height * width;
    inputLength = pixels * network.input().output().channels();
    rowCount = builder.rows.size();
    contrastCount = builder.contrasts.size();
    gradients = new ParameterBlock(network, type);
    TrainingCompiler compiler =
        new TrainingCompiler(
            network,
            builder.parameters,
            gradients,
            batch,
            height,
            width,
            builder.rows,
            builder.contrasts,
            builder.outputLosses,
            builder.trained,
            builder.forms);
    block = Nd4j.createUninitializedDetached(type, compiler.layOut());
    operations.addAll(compiler.make(block));
    long terms = rowCount + (long) contrastCount;
    input = compiler.array(compiler.image, inputLength);
    long values = Math.max(1, terms * pixels);
    targets = compiler.array(compiler.loss.targets, values);
    weights = compiler.array(compiler.loss.weights, values);
    probabilities = compiler.array(compiler.loss.probabilities, values);
    lossTerms = compiler.array(compiler.loss.lossTerms, values);
    masks = new ArrayList<>();
    maskRates = new ArrayList<>();
    compiler.masks.forEach(
        (rate, buffer) -> {
          masks.add(compiler.array(buffer, buffer.length));
          maskRates.add(rate);
        });
    lossBuffer = new float[Math.toIntExact(terms * pixels)];
  }

  /**
   * Starts the description of a plan: one crop per run, every parameter trained, float32, no terms.
   *
   * @param parameters the values of the network's parameters, read in each run
   */
  public static Builder builder(Network network, ParameterBlock parameters) {
    return new Builder(network, parameters);
  }

  /** The number of pixels of a row: batch times height times width. */
  public int pixels() {
    return Math.toIntExact(pixels);
  }

  /** The number of loss terms: rows, then contrasts. */
  public int termCount() {
    return rowCount + contrastCount;
  }

  /**
   * Runs forward pass, loss and backward pass.
   *
   * @param image the patches, {@code [batch, height, width, channels]}
   * @param target for each term (rows, then contrasts) each pixel's target in 0..1
   * @param weight for each term each pixel's weight, at least 0
   * @param dropoutSeed decides which values dropout drops
   * @return the loss: the weighted sum of the cross-entropies of each term
   */
  public double[] run(float[] image, float[] target, float[] weight, long dropoutSeed) {
    put("image", image, input);
    if (termCount() > 0) {
      put("target", target, targets);
      put("weight", weight, weights);
    }
    drawMasks(dropoutSeed);
    for (Operation operation : operations) {
      operation.run();
    }
    return losses();
  }

  /** The gradients of the last run, by parameter; those of parameters not trained are 0. */
  public ParameterBlock gradients() {
    return gradients;
  }

  /**
   * Copies the probabilities of the last run.
   *
   * @param target for each term (rows, then contrasts) each pixel's probability
   */
  public void copyProbabilities(float[] target) {
    get(probabilities, target);
  }

  /** The number of native operations per run. */
  public int stepCount() {
    return operations.size();
  }

  /** The memory of all buffers without the parameters, in bytes. */
  public long bufferBytes() {
    return block.length() * block.dataType().width();
  }

  private double[] losses() {
    double[] losses = new double[termCount()];
    if (losses.length == 0) {
      return losses;
    }
    if (type == DataType.DOUBLE) {
      double[] values = lossTerms.dup('c').data().asDouble();
      for (int term = 0; term < losses.length; term++) {
        for (int i = 0; i < pixels; i++) {
          losses[term] -= values[term * (int) pixels + i];
        }
      }
      return losses;
    }
    get(lossTerms, lossBuffer);
    for (int term = 0; term < losses.length; term++) {
      double sum = 0;
      int start = term * (int) pixels;
      for (int i = start; i < start + pixels; i++) {
        sum += lossBuffer[i];
      }
      losses[term] = -sum;
    }
    return losses;
  }

  /** Sixteen random bits decide on each value: the rate is rounded to a multiple of 1/65536. */
  private void drawMasks(long seed) {
    for (int m = 0; m < masks.size(); m++) {
      int threshold = Math.max(1, (int) Math.round(maskRates.get(m) * 65536));
      float kept = (float) (65536.0 / (65536 - threshold));
      float[] mask = new float[Math.toIntExact(masks.get(m).length())];
      SplittableRandom random = new SplittableRandom(seed + m);
      for (int i = 0; i < mask.length; ) {
        long bits = random.nextLong();
        for (int end = Math.min(i + 4, mask.length); i < end; i++) {
          mask[i] = (bits & 0xFFFF) < threshold ? 0f : kept;
          bits >>>= 16;
        }
      }
      put("mask", mask, masks.get(m));
    }
  }

  private void put(String name, float[] values, INDArray array) {
    if (values.length != array.length()) {
      throw new IllegalArgumentException(
          name + " must have " + array.length() + " values, got " + values.length);
    }
    if (type == DataType.FLOAT) {
      HostTransfer.put(values, array);
    } else {
      array.assign(Nd4j.createFromArray(values));
    }
  }

  private void get(INDArray array, float[] values) {
    if (type == DataType.FLOAT) {
      HostTransfer.get(array, values);
    } else {
      float[] converted = array.castTo(DataType.FLOAT).data().asFloat();
      System.arraycopy(converted, 0, values, 0, converted.length);
    }
  }

  @Override
  public void close() {
    operations.forEach(Operation::close);
    operations.clear();
    gradients.close();
    block.close();
  }

  /** Describes a {@link TrainingPlan}. */
  public static final class Builder {
    private final Network network;
    private final ParameterBlock parameters;
    private int batch = 1;
    private int height;
    private int width;
    private DataType type = DataType.FLOAT;
    private List<String> rows = List.of();
    private List<Contrast> contrasts = List.of();
    private List<OutputLoss> outputLosses = List.of();
    private Predicate<Parameter> trained = parameter -> true;
    private NativeForms forms = NativeForms.ofMachine();

    private Builder(Network network, ParameterBlock parameters) {
      this.network = network;
      this.parameters = parameters;
      height = network.requiredMultiple();
      width = height;
    }

    /** Sets the number of crops per run, at least 1. */
    public Builder batch(int value) {
      batch = value;
      return this;
    }

    /** Sets the size of the crops, multiples of {@link Network#requiredMultiple()}. */
    public Builder size(int rowsOfPixels, int columns) {
      height = rowsOfPixels;
      width = columns;
      return this;
    }

    /** Sets the type of all values: FLOAT to train; DOUBLE, which is slow, to check gradients. */
    public Builder type(DataType value) {
      type = value;
      return this;
    }

    /** Sets the outputs, each made by a sigmoid, whose cross-entropy is computed natively. */
    public Builder rows(List<String> outputs) {
      rows = List.copyOf(outputs);
      return this;
    }

    /** Sets the pairs of rows whose difference is trained. */
    public Builder contrasts(List<Contrast> pairs) {
      contrasts = List.copyOf(pairs);
      return this;
    }

    /** Sets the losses that are computed in Java, in this order. */
    public Builder outputLosses(List<OutputLoss> losses) {
      outputLosses = List.copyOf(losses);
      return this;
    }

    /** Sets which parameters need a gradient. */
    public Builder trained(Predicate<Parameter> condition) {
      trained = condition;
      return this;
    }

    /** Sets the forms of the operations. */
    Builder forms(NativeForms value) {
      forms = value;
      return this;
    }

    /**
     * Compiles the plan.
     *
     * @throws IllegalArgumentException if a value is out of range, there is no row and no loss, or
     *     an output is unknown or not made by a sigmoid
     */
    public TrainingPlan build() {
      return new TrainingPlan(this);
    }
  }
}
