package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
 * gradients from several places, the first is written and the others are added. Nothing is planned
 * behind a stop-gradient, nor for parameters that are not trained.
 *
 * <p>Dropout is inverted dropout: each value is kept with probability {@code 1 - rate} and divided
 * by it. The masks of all layers are windows, at fixed places, into one random array that is drawn
 * anew from the seed of each run.
 *
 * <p>Not thread-safe: one plan per thread; several plans may read one block of parameters.
 */
public final class TrainingPlan implements AutoCloseable {
  /** As Keras bounds probabilities before it takes logarithms. */
  private static final double LOG_BOUND = 1e-7;

  /**
   * The difference of the logits of two rows, in which the network is trained to tell one from the
   * other.
   *
   * @param first the row whose logit counts positive
   * @param second the row whose logit counts negative
   */
  public record Contrast(int first, int second) {}

  private final int batch;
  private final long pixels;
  private final long inputLength;
  private final int rowCount;
  private final int contrastCount;
  private final DataType type;
  private final List<Step> steps = new ArrayList<>();
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

  /**
   * Compiles a plan.
   *
   * @param parameters the values of the network's parameters, read in each run
   * @param batch patches per run, at least 1
   * @param height of the patches, a multiple of {@link Network#requiredMultiple()}
   * @param width of the patches, a multiple of {@link Network#requiredMultiple()}
   * @param type FLOAT to train; DOUBLE, which is slow, to check gradients
   * @param rows names of outputs, each made by a sigmoid
   * @param contrasts pairs of rows
   * @param trained whether a parameter needs a gradient
   * @throws IllegalArgumentException if an argument is out of range or an output is none or not
   *     made by a sigmoid
   */
  public TrainingPlan(
      Network network,
      ParameterBlock parameters,
      int batch,
      int height,
      int width,
      DataType type,
      List<String> rows,
      List<Contrast> contrasts,
      Predicate<Parameter> trained) {
    ForwardPlan.checkShape(network, batch, height, width);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("there must be an output to train");
    }
    this.batch = batch;
    this.type = type;
    pixels = (long) batch * height * width;
    inputLength = pixels * network.input().output().channels();
    rowCount = rows.size();
    contrastCount = contrasts.size();
    gradients = new ParameterBlock(network, type);
    Compiler compiler =
        new Compiler(
            network, parameters, gradients, batch, height, width, rows, contrasts, trained);
    compiler.compile();
    block = Nd4j.createUninitializedDetached(type, compiler.layOut());
    compiler.block = block;
    compiler.emissions.forEach(emission -> steps.add(emission.step().get()));
    long terms = rowCount + (long) contrastCount;
    compiler.array(compiler.ones, pixels).assign(1);
    input = compiler.array(compiler.image, inputLength);
    targets = compiler.array(compiler.targets, terms * pixels);
    weights = compiler.array(compiler.weights, terms * pixels);
    probabilities = compiler.array(compiler.probabilities, terms * pixels);
    lossTerms = compiler.array(compiler.lossTerms, terms * pixels);
    masks = new ArrayList<>();
    maskRates = new ArrayList<>();
    compiler.masks.forEach(
        (rate, place) -> {
          masks.add(compiler.array(place, place.length));
          maskRates.add(rate);
        });
    lossBuffer = new float[Math.toIntExact(terms * pixels)];
  }

  /** Patches per run. */
  public int batch() {
    return batch;
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
    put("target", target, targets);
    put("weight", weight, weights);
    drawMasks(dropoutSeed);
    for (Step step : steps) {
      step.run();
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
    return steps.size();
  }

  /** The memory of all buffers without the parameters, in bytes. */
  public long bufferBytes() {
    return block.length() * block.dataType().width();
  }

  private double[] losses() {
    double[] losses = new double[termCount()];
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
    steps.forEach(Step::close);
    steps.clear();
    gradients.close();
    block.close();
  }

  /** A buffer, or a part of one, before it has its place in the block. */
  private static final class Place {
    private final long length;
    private final Place whole;
    private final long within;
    private int first = Integer.MAX_VALUE;
    private int last = -1;
    private long offset;

    Place(long length) {
      this.length = length;
      this.whole = this;
      this.within = 0;
    }

    Place(Place whole, long within, long length) {
      this.length = length;
      this.whole = whole;
      this.within = within;
    }

    long offset() {
      return whole.offset + within;
    }
  }

  private record Emission(Supplier<Step> step, List<Place> used) {}

  /** Plans all operations on places, then lays the places out, then makes the operations. */
  private static final class Compiler {
    private final Network network;
    private final ParameterBlock parameters;
    private final ParameterBlock gradients;
    private final int batch;
    private final int height;
    private final int width;
    private final long pixels;
    private final List<String> rows;
    private final List<Contrast> contrasts;
    private final Predicate<Parameter> trained;

    private final List<Emission> emissions = new ArrayList<>();
    private final PlannedLayers planned;
    private final List<Layer> layers;
    private final Map<Integer, Integer> readers = new HashMap<>();
    private final Set<Integer> withGradient = new HashSet<>();
    private final Set<Integer> aliases = new HashSet<>();
    private final Place[] values;
    private final Place[] slopes;
    private final Set<String> begun = new HashSet<>();
    private final List<Place> pinned = new ArrayList<>();
    private final Map<Integer, Place> maskOf = new HashMap<>();
    private final Map<Double, Place> masks = new TreeMap<>();

    private final Place image;
    private final Place logits;
    private final Place probabilities;
    private final Place errors;
    private final Place targets;
    private final Place weights;
    private final Place lossTerms;
    private final Place ones;
    private INDArray block;

    Compiler(
        Network network,
        ParameterBlock parameters,
        ParameterBlock gradients,
        int batch,
        int height,
        int width,
        List<String> rows,
        List<Contrast> contrasts,
        Predicate<Parameter> trained) {
      this.network = network;
      this.parameters = parameters;
      this.gradients = gradients;
      this.batch = batch;
      this.height = height;
      this.width = width;
      this.rows = rows;
      this.contrasts = contrasts;
      this.trained = trained;
      Set<Integer> wanted = new HashSet<>();
      rows.forEach(name -> wanted.add(network.output(name).id()));
      planned = new PlannedLayers(network, wanted);
      layers = planned.layers();
      pixels = (long) batch * height * width;
      values = new Place[network.tensorCount()];
      slopes = new Place[network.tensorCount()];
      long terms = pixels * (rows.size() + contrasts.size());
      image = pin(length(network.input().output()));
      logits = pin(terms);
      probabilities = pin(terms);
      errors = pin(terms);
      targets = pin(terms);
      weights = pin(terms);
      lossTerms = pin(terms);
      ones = pin(pixels);
    }

    void compile() {
      findReaders();
      placeRows();
      placeMasks();
      for (Layer layer : layers) {
        forward(layer);
      }
      loss();
      for (int i = layers.size() - 1; i >= 0; i--) {
        Place slope = slopes[layers.get(i).output().id()];
        if (slope != null) {
          backward(layers.get(i), slope);
        }
      }
      lossTerms();
    }

    /** Reserves and releases places in the order of the operations; gives the size of the block. */
    long layOut() {
      BufferPlanner planner = new BufferPlanner();
      for (Place place : pinned) {
        place.offset = planner.reserve(place.length);
      }
      for (int i = 0; i < emissions.size(); i++) {
        for (Place used : emissions.get(i).used()) {
          Place place = used.whole;
          place.first = Math.min(place.first, i);
          place.last = i;
        }
      }
      Set<Place> fixed = new HashSet<>(pinned);
      for (int i = 0; i < emissions.size(); i++) {
        Set<Place> here = new LinkedHashSet<>();
        emissions.get(i).used().forEach(used -> here.add(used.whole));
        here.removeAll(fixed);
        for (Place place : here) {
          if (place.first == i) {
            place.offset = planner.reserve(place.length);
          }
        }
        for (Place place : here) {
          if (place.last == i) {
            planner.release(place.offset, place.length);
          }
        }
      }
      return planner.size();
    }

    /** Who reads what, and where gradients pass. */
    private void findReaders() {
      for (Layer layer : layers) {
        List<Tensor> read = planned.readBy(layer);
        read.forEach(x -> readers.merge(x.id(), 1, Integer::sum));
        boolean passes = read.stream().anyMatch(this::hasGradient);
        if (layer instanceof Layer.Convolution c) {
          passes |= trained.test(c.kernel()) || trained.test(c.bias());
        } else if (layer instanceof Layer.UpConvolution up) {
          passes |= trained.test(up.kernel()) || trained.test(up.bias());
        } else if (layer instanceof Layer.StopGradient) {
          passes = false;
        }
        if (passes) {
          withGradient.add(layer.output().id());
        }
      }
    }

    private boolean hasGradient(Tensor tensor) {
      return withGradient.contains(tensor.id());
    }

    /** Logits and probabilities of all rows stand one after the other: one loss for all. */
    private void placeRows() {
      values[network.input().output().id()] = image;
      for (int row = 0; row < rows.size(); row++) {
        Tensor output = network.output(rows.get(row));
        Layer maker =
            layers.stream().filter(l -> l.output().equals(output)).findFirst().orElseThrow();
        if (!(maker instanceof Layer.Sigmoid sigmoid)
            || output.channels() != 1
            || output.reduction() != 1) {
          throw new IllegalArgumentException(
              "output " + rows.get(row) + " is no full-size one-channel sigmoid: no loss for it");
        }
        if (values[output.id()] != null) {
          throw new IllegalArgumentException("output " + rows.get(row) + " is listed twice");
        }
        values[output.id()] = part(probabilities, row);
        values[sigmoid.input().id()] = part(logits, row);
      }
    }

    /** One random array for each rate; each layer has a window of it. */
    private void placeMasks() {
      Map<Double, Long> longest = new TreeMap<>();
      for (Layer layer : layers) {
        if (layer instanceof Layer.Dropout dropout) {
          longest.merge(dropout.rate(), length(dropout.output()), Math::max);
        }
      }
      longest.forEach((rate, length) -> masks.put(rate, pin(length + shifts(length))));
      int count = 0;
      for (Layer layer : layers) {
        if (layer instanceof Layer.Dropout dropout) {
          Place mask = masks.get(dropout.rate());
          long length = length(dropout.output());
          // Windows far from one another, so that no pixel meets the same pattern in two layers.
          long shift = 104_729L * count++ % (mask.length - length + 1);
          maskOf.put(dropout.output().id(), new Place(mask, shift, length));
        }
      }
    }

    private static long shifts(long length) {
      return Math.min(length, 1 << 20);
    }

    private void forward(Layer layer) {
      Tensor y = layer.output();
      if (layer instanceof Layer.Convolution c && c.kernelSize() == 1) {
        forwardPoint(c);
      } else if (layer instanceof Layer.Convolution c) {
        Place to = place(y);
        emit(
            () ->
                Operations.convolution(
                    array(c.input()),
                    kernel(parameters, c.kernel()),
                    bias(parameters, c.bias()),
                    array(y)),
            of(c.input()),
            to);
      } else if (layer instanceof Layer.UpConvolution up) {
        forwardUp(up);
      } else if (layer instanceof Layer.MaxPooling pooling) {
        Place to = place(y);
        emit(
            () -> Operations.maxPooling(array(pooling.input()), array(y)), of(pooling.input()), to);
      } else if (layer instanceof Layer.Concatenation concatenation) {
        List<Place> used = new ArrayList<>();
        concatenation.inputs().forEach(x -> used.add(of(x)));
        used.add(place(y));
        emissions.add(
            new Emission(
                () ->
                    Operations.concatenation(
                        concatenation.inputs().stream().map(this::array).toList(), array(y), 3),
                used));
      } else if (layer instanceof Layer.Relu relu) {
        Place to = placeOver(relu.input(), y);
        emit(() -> GradientOperations.relu(array(relu.input()), array(y)), of(relu.input()), to);
      } else if (layer instanceof Layer.Dropout dropout) {
        Place to = placeOver(dropout.input(), y);
        Place mask = maskOf.get(y.id());
        emit(
            () ->
                GradientOperations.binary(
                    "multiply", array(dropout.input()), array(mask, shape(y)), array(y)),
            of(dropout.input()),
            mask,
            to);
      } else if (layer instanceof Layer.Sigmoid sigmoid) {
        Place to = place(y);
        emit(
            () -> GradientOperations.sigmoid(array(sigmoid.input()), array(y)),
            of(sigmoid.input()),
            to);
      } else if (layer instanceof Layer.Multiplication product) {
        Place to = place(y);
        emit(
            () ->
                Operations.multiplication(
                    array(product.factor()), array(product.input()), array(y)),
            of(product.factor()),
            of(product.input()),
            to);
      } else if (layer instanceof Layer.StopGradient stop) {
        values[y.id()] = of(stop.input());
        aliases.add(y.id());
      }
    }

    /** A 1 x 1 convolution: the matrix of pixels and channels times the kernel. */
    private void forwardPoint(Layer.Convolution c) {
      Place to = place(c.output());
      int row = 0;
      for (Tensor part : planned.partsOf(c.input())) {
        int first = row;
        emit(
            () ->
                Operations.product(
                    matrix(of(part), part.channels()),
                    false,
                    pointKernel(parameters, c, first, part),
                    false,
                    first > 0,
                    matrix(to, c.output().channels())),
            of(part),
            to);
        row += part.channels();
      }
      emit(
          () -> Operations.addBias(matrix(to, c.output().channels()), bias(parameters, c.bias())),
          to);
    }

    /** Two 1 x 1 convolutions, one for each parity of the output row, then the rows in turn. */
    private void forwardUp(Layer.UpConvolution up) {
      Tensor x = up.input();
      int columns = 2 * up.output().channels();
      Place even = new Place(length(up.output()) / 2);
      Place odd = new Place(length(up.output()) / 2);
      for (int parity = 0; parity < 2; parity++) {
        int row = parity;
        Place half = parity == 0 ? even : odd;
        emit(
            () ->
                Operations.product(
                    matrix(of(x), x.channels()),
                    false,
                    rowKernel(parameters, up, row),
                    true,
                    false,
                    matrix(half, columns)),
            of(x),
            half);
        emit(() -> Operations.addBias(matrix(half, columns), rowBias(parameters, up)), half);
      }
      Place to = place(up.output());
      long rowCount = shape(x)[0] * shape(x)[1];
      long rowLength = 2 * shape(x)[2] * up.output().channels();
      emit(
          () ->
              Operations.concatenation(
                  List.of(array(even, rowCount, 1, rowLength), array(odd, rowCount, 1, rowLength)),
                  array(to, rowCount, 2, rowLength),
                  1),
          even,
          odd,
          to);
    }

    /** The slope of the loss at the logits: (probability - target) * weight. */
    private void loss() {
      for (int c = 0; c < contrasts.size(); c++) {
        Place difference = part(logits, rows.size() + c);
        Place probability = part(probabilities, rows.size() + c);
        Place first = part(logits, contrasts.get(c).first());
        Place second = part(logits, contrasts.get(c).second());
        emit(
            () -> GradientOperations.binary("subtract", row(first), row(second), row(difference)),
            difference);
        emit(() -> GradientOperations.sigmoid(row(difference), row(probability)), probability);
      }
      emit(
          () ->
              GradientOperations.binary("subtract", row(probabilities), row(targets), row(errors)),
          errors);
      emit(() -> GradientOperations.multiplyInPlace(row(errors), row(weights)), errors);
      for (int c = 0; c < contrasts.size(); c++) {
        Place error = part(errors, rows.size() + c);
        Place first = part(errors, contrasts.get(c).first());
        Place second = part(errors, contrasts.get(c).second());
        emit(() -> GradientOperations.addInPlace(row(first), row(error)), errors);
        emit(() -> GradientOperations.subtractInPlace(row(second), row(error)), errors);
      }
      for (int row = 0; row < rows.size(); row++) {
        Tensor output = network.output(rows.get(row));
        for (Layer layer : layers) {
          if (layer instanceof Layer.Sigmoid sigmoid && layer.output().equals(output)) {
            if (hasGradient(sigmoid.input())) {
              slopes[sigmoid.input().id()] = part(errors, row);
            }
          }
        }
      }
    }

    /** Each pixel's weighted log likelihood, which the loss sums up. */
    private void lossTerms() {
      Place ofOne = new Place(probabilities.length);
      Place ofZero = new Place(probabilities.length);
      emit(
          () -> GradientOperations.clip(row(probabilities), LOG_BOUND, 1 - LOG_BOUND, row(ofOne)),
          ofOne);
      emit(() -> GradientOperations.oneMinus(row(ofOne), row(ofZero)), ofOne, ofZero);
      emit(() -> GradientOperations.logInPlace(row(ofOne)), ofOne);
      emit(() -> GradientOperations.logInPlace(row(ofZero)), ofZero);
      emit(() -> GradientOperations.subtractInPlace(row(ofOne), row(ofZero)), ofOne, ofZero);
      emit(() -> GradientOperations.multiplyInPlace(row(ofOne), row(targets)), ofOne);
      emit(() -> GradientOperations.addInPlace(row(ofOne), row(ofZero)), ofOne, ofZero);
      emit(
          () -> GradientOperations.binary("multiply", row(ofOne), row(weights), row(lossTerms)),
          ofOne,
          lossTerms);
    }

    private void backward(Layer layer, Place slope) {
      Tensor y = layer.output();
      if (layer instanceof Layer.Convolution c && c.kernelSize() == 1) {
        int out = c.output().channels();
        int row = 0;
        for (Tensor part : planned.partsOf(c.input())) {
          int first = row;
          backwardPoint(
              part,
              slope,
              out,
              () -> pointKernel(parameters, c, first, part),
              false,
              gradientOf(c.kernel(), "/" + row, () -> pointKernel(gradients, c, first, part)),
              row > 0
                  ? Optional.empty()
                  : gradientOf(c.bias(), "", () -> gradients.view(c.bias(), 0, 1, out)));
          row += part.channels();
        }
      } else if (layer instanceof Layer.Convolution c) {
        Place toKernel = parameterPlace(c.kernel(), c.kernel().length());
        Place toBias = parameterPlace(c.bias(), c.bias().length());
        contribute(
            c.input(),
            to ->
                emit(
                    () ->
                        GradientOperations.convolutionGradient(
                            array(c.input()),
                            kernel(parameters, c.kernel()),
                            bias(parameters, c.bias()),
                            array(slope, shape(y)),
                            array(to, shape(c.input())),
                            toKernel == null
                                ? kernel(gradients, c.kernel())
                                : array(toKernel, longs(c.kernel())),
                            toBias == null
                                ? bias(gradients, c.bias())
                                : array(toBias, longs(c.bias()))),
                    of(c.input()),
                    slope,
                    to,
                    orElse(toKernel, slope),
                    orElse(toBias, slope)));
        addParameter(c.kernel(), toKernel, () -> kernel(gradients, c.kernel()));
        addParameter(c.bias(), toBias, () -> bias(gradients, c.bias()));
      } else if (layer instanceof Layer.UpConvolution up) {
        backwardUp(up, slope);
      } else if (layer instanceof Layer.MaxPooling pooling) {
        if (hasGradient(pooling.input())) {
          contribute(
              pooling.input(),
              to ->
                  emit(
                      () ->
                          GradientOperations.maxPoolingGradient(
                              array(pooling.input()),
                              array(slope, shape(y)),
                              array(to, shape(pooling.input()))),
                      of(pooling.input()),
                      slope,
                      to));
        }
      } else if (layer instanceof Layer.Concatenation concatenation) {
        backwardConcatenation(concatenation, slope);
      } else if (layer instanceof Layer.Relu relu) {
        // Whatever reads y has been through its backward pass: y may be written over.
        emit(() -> GradientOperations.positive(array(y), array(y)), of(y));
        through(relu.input(), y, slope, of(y));
      } else if (layer instanceof Layer.Dropout dropout) {
        through(dropout.input(), y, slope, maskOf.get(y.id()));
      } else if (layer instanceof Layer.Sigmoid sigmoid) {
        contribute(
            sigmoid.input(),
            to ->
                emit(
                    () ->
                        GradientOperations.sigmoidGradient(
                            array(sigmoid.input()), array(slope, shape(y)), array(to, shape(y))),
                    of(sigmoid.input()),
                    slope,
                    to));
      } else if (layer instanceof Layer.Multiplication product) {
        backwardProduct(product, slope);
      }
    }

    /** The slope of x = the slope of y times a factor; in place if x has no other reader. */
    private void through(Tensor x, Tensor y, Place slope, Place factor) {
      if (readers.get(x.id()) == 1 && slopes[x.id()] == null) {
        emit(
            () ->
                GradientOperations.multiplyInPlace(array(slope, shape(y)), array(factor, shape(y))),
            slope,
            factor);
        slopes[x.id()] = slope;
      } else {
        contribute(
            x,
            to ->
                emit(
                    () ->
                        GradientOperations.binary(
                            "multiply",
                            array(slope, shape(y)),
                            array(factor, shape(y)),
                            array(to, shape(y))),
                    slope,
                    factor,
                    to));
      }
    }

    /** Where a gradient goes: written by the first to come, added to by the others. */
    private record Sink(Supplier<INDArray> array, boolean add) {}

    /** Nothing if the parameter is not trained. */
    private Optional<Sink> gradientOf(Parameter parameter, String part, Supplier<INDArray> array) {
      if (!trained.test(parameter)) {
        return Optional.empty();
      }
      return Optional.of(new Sink(array, !begun.add(parameter.name() + part)));
    }

    /**
     * The gradients of a product of pixels and kernel.
     *
     * @param transposed whether the kernel is {@code [out, in]}, not {@code [in, out]}
     */
    private void backwardPoint(
        Tensor x,
        Place slope,
        int out,
        Supplier<INDArray> kernel,
        boolean transposed,
        Optional<Sink> toKernel,
        Optional<Sink> toBias) {
      toKernel.ifPresent(
          sink ->
              emit(
                  () -> {
                    INDArray pixels = matrix(of(x), x.channels());
                    INDArray slopes = matrix(slope, out);
                    return Operations.product(
                        transposed ? slopes : pixels,
                        true,
                        transposed ? pixels : slopes,
                        false,
                        sink.add(),
                        sink.array().get());
                  },
                  of(x),
                  slope));
      toBias.ifPresent(
          sink ->
              emit(
                  () ->
                      Operations.product(
                          array(ones(slope.length / out), 1, slope.length / out),
                          false,
                          matrix(slope, out),
                          false,
                          sink.add(),
                          sink.array().get()),
                  slope));
      if (hasGradient(x)) {
        Place known = slopes[x.id()];
        Place to = known == null ? new Place(length(x)) : known;
        slopes[x.id()] = to;
        emit(
            () ->
                Operations.product(
                    matrix(slope, out),
                    false,
                    kernel.get(),
                    !transposed,
                    known != null,
                    matrix(to, x.channels())),
            slope,
            to);
      }
    }

    private void backwardUp(Layer.UpConvolution up, Place slope) {
      long[] small = shape(up.input());
      int columns = 2 * up.output().channels();
      long rowLength = small[2] * columns;
      for (int parity = 0; parity < 2; parity++) {
        int row = parity;
        Place gathered = new Place(length(up.output()) / 2);
        emit(
            () ->
                GradientOperations.copy(
                    BlockViews.strided(
                        block,
                        slope.offset() + row * rowLength,
                        new long[] {small[0] * small[1], rowLength},
                        new long[] {2 * rowLength, 1}),
                    array(gathered, small[0] * small[1], rowLength)),
            slope,
            gathered);
        backwardPoint(
            up.input(),
            gathered,
            columns,
            () -> rowKernel(parameters, up, row),
            true,
            gradientOf(up.kernel(), "/" + row, () -> rowKernel(gradients, up, row)),
            gradientOf(up.bias(), "", () -> gradients.view(up.bias(), 0, 1, columns)));
      }
    }

    private void backwardConcatenation(Layer.Concatenation concatenation, Place slope) {
      long[] shape = shape(concatenation.output());
      long[] strides = {shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1};
      long before = 0;
      for (Tensor x : concatenation.inputs()) {
        long start = before;
        before += x.channels();
        if (!hasGradient(x)) {
          continue;
        }
        Supplier<INDArray> slice =
            () -> BlockViews.strided(block, slope.offset() + start, shape(x), strides);
        // A strided sum takes several times as long as a strided copy and a sum of what it made.
        contribute(
            x,
            to -> emit(() -> GradientOperations.copy(slice.get(), array(to, shape(x))), slope, to));
      }
    }

    private void backwardProduct(Layer.Multiplication product, Place slope) {
      Tensor y = product.output();
      if (hasGradient(product.input())) {
        contribute(
            product.input(),
            to ->
                emit(
                    () ->
                        Operations.multiplication(
                            array(product.factor()), array(slope, shape(y)), array(to, shape(y))),
                    of(product.factor()),
                    slope,
                    to));
      }
      if (hasGradient(product.factor())) {
        Place products = new Place(length(y));
        emit(
            () ->
                GradientOperations.binary(
                    "multiply",
                    array(product.input()),
                    array(slope, shape(y)),
                    array(products, shape(y))),
            of(product.input()),
            slope,
            products);
        contribute(
            product.factor(),
            to ->
                emit(
                    () ->
                        GradientOperations.sumOfChannels(
                            array(products, shape(y)), array(to, shape(product.factor()))),
                    products,
                    to));
      }
    }

    /** Writes the first contribution to the slope of x, adds later ones; drops unwanted ones. */
    private void contribute(Tensor x, Consumer<Place> writer) {
      Place known = slopes[x.id()];
      Place to = new Place(length(x));
      writer.accept(to);
      if (!hasGradient(x)) {
        return;
      }
      if (known == null) {
        slopes[x.id()] = to;
      } else {
        emit(
            () -> GradientOperations.addInPlace(array(known, shape(x)), array(to, shape(x))),
            known,
            to);
      }
    }

    /** Where a parameter's gradient goes first: null for its own place, if it is the first. */
    private Place parameterPlace(Parameter parameter, long length) {
      if (trained.test(parameter) && begun.add(parameter.name())) {
        return null;
      }
      return new Place(length);
    }

    private void addParameter(Parameter parameter, Place from, Supplier<INDArray> to) {
      if (from != null && trained.test(parameter)) {
        emit(() -> GradientOperations.addInPlace(to.get(), array(from, to.get().shape())), from);
      }
    }

    private static Place orElse(Place place, Place other) {
      return place == null ? other : place;
    }

    private void emit(Supplier<Step> step, Place... used) {
      emissions.add(new Emission(step, List.of(used)));
    }

    private Place pin(long length) {
      Place place = new Place(length);
      pinned.add(place);
      return place;
    }

    private Place part(Place whole, int row) {
      return new Place(whole, row * pixels, pixels);
    }

    private Place of(Tensor tensor) {
      return values[tensor.id()];
    }

    /** A new place for a tensor, unless it has one. */
    private Place place(Tensor tensor) {
      if (values[tensor.id()] == null) {
        values[tensor.id()] = new Place(length(tensor));
      }
      return values[tensor.id()];
    }

    /** The place of x for y, if nothing else reads x. */
    private Place placeOver(Tensor x, Tensor y) {
      boolean alone = readers.get(x.id()) == 1 && !pinned.contains(of(x).whole);
      if (alone && !aliases.contains(x.id())) {
        values[y.id()] = of(x);
      }
      return place(y);
    }

    private long[] shape(Tensor tensor) {
      return new long[] {
        batch, height / tensor.reduction(), width / tensor.reduction(), tensor.channels()
      };
    }

    private long length(Tensor tensor) {
      return Arrays.stream(shape(tensor)).reduce(1, (a, b) -> a * b);
    }

    private INDArray array(Tensor tensor) {
      return array(of(tensor), shape(tensor));
    }

    INDArray array(Place place, long... shape) {
      return BlockViews.view(block, place.offset(), shape);
    }

    /** A place as a matrix of so many columns. */
    private INDArray matrix(Place place, long columns) {
      return array(place, place.length / columns, columns);
    }

    /** The rows of a 1 x 1 kernel, from one on, for part of its input. */
    private static INDArray pointKernel(
        ParameterBlock from, Layer.Convolution c, int row, Tensor part) {
      long out = c.output().channels();
      return from.view(c.kernel(), row * out, part.channels(), out);
    }

    /** The first of the ones. */
    private Place ones(long length) {
      return new Place(ones, 0, length);
    }

    private INDArray row(Place place) {
      return array(place, place.length);
    }

    private static INDArray kernel(ParameterBlock from, Parameter kernel) {
      return from.view(kernel, 0, longs(kernel));
    }

    private static INDArray bias(ParameterBlock from, Parameter bias) {
      return from.view(bias, 0, bias.length());
    }

    private static INDArray rowKernel(ParameterBlock from, Layer.UpConvolution up, int parity) {
      long out = 2L * up.output().channels();
      long in = up.input().channels();
      return from.view(up.kernel(), parity * out * in, out, in);
    }

    private static INDArray rowBias(ParameterBlock from, Layer.UpConvolution up) {
      return from.view(up.bias(), 0, 2L * up.bias().length());
    }

    private static long[] longs(Parameter parameter) {
      return parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    }
  }
}
