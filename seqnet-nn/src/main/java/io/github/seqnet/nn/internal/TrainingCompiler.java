package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Plans all operations on places, then lays the places out, then makes the operations. */
final class TrainingCompiler {
  /** Views into memory that a kernel stands in. */
  @FunctionalInterface
  private interface Memory {
    INDArray view(long skip, long[] shape, long[] strides);
  }

  /** Kernels of so many values are put into another form in no time. */
  private static final int SMALL = 1 << 17;

  /** As Keras bounds probabilities before it takes logarithms. */
  private static final double LOG_BOUND = 1e-7;

  private final Network network;
  private final ParameterBlock parameters;
  private final ParameterBlock gradients;
  private final int batch;
  private final int height;
  private final int width;
  private final long pixels;
  private final List<String> rows;
  private final List<TrainingPlan.Contrast> contrasts;
  private final Predicate<Parameter> trained;
  private final NativeForms forms;

  private final PlannedSteps steps = new PlannedSteps();
  private final PlannedLayers planned;
  private final List<Layer> layers;
  // Concatenations by their output, and those by rows instead of by channels.
  private final Map<Integer, Layer.Concatenation> concatenations = new HashMap<>();
  private final Map<Integer, Layer.Concatenation> stacked = new HashMap<>();
  private final Map<Integer, Integer> readers = new HashMap<>();
  private final Set<Integer> withGradient = new HashSet<>();
  private final Set<Integer> aliases = new HashSet<>();
  private final Place[] values;
  private final Place[] slopes;
  private final Set<String> begun = new HashSet<>();
  // Kernels and biases in other forms, made once in each run, by name and form.
  private final Map<List<Object>, Place> formed = new LinkedHashMap<>();
  private final Map<String, Place> turned = new HashMap<>();
  private final Map<Integer, Place> maskOf = new HashMap<>();
  final Map<Double, Place> masks = new TreeMap<>();

  final Place image;
  private final Place logits;
  final Place probabilities;
  private final Place errors;
  final Place targets;
  final Place weights;
  final Place lossTerms;
  private final Place ones;

  TrainingCompiler(
      Network network,
      ParameterBlock parameters,
      ParameterBlock gradients,
      int batch,
      int height,
      int width,
      List<String> rows,
      List<TrainingPlan.Contrast> contrasts,
      Predicate<Parameter> trained,
      NativeForms forms) {
    this.network = network;
    this.parameters = parameters;
    this.gradients = gradients;
    this.batch = batch;
    this.height = height;
    this.width = width;
    this.rows = rows;
    this.contrasts = contrasts;
    this.trained = trained;
    this.forms = forms;
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
    findConcatenations();
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

  /** The size of the block of memory that the operations need. */
  long layOut() {
    return steps.layOut();
  }

  /** Makes the operations, now that the block exists. */
  List<Step> make(INDArray block) {
    List<Step> made = steps.make(block);
    row(ones).assign(1);
    // What is between the values of a formed kernel is never written.
    formed.values().forEach(place -> row(place).assign(0));
    return made;
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

  /** Which concatenations there are, and which can be by rows. */
  private void findConcatenations() {
    for (Layer layer : layers) {
      if (layer instanceof Layer.Concatenation c) {
        concatenations.put(c.output().id(), c);
      }
    }
    Set<Integer> needed =
        planned.readOtherwise(
            c -> c.kernelSize() > 1 && byProducts(c) && c.kernel().length() <= SMALL);
    concatenations.forEach(
        (output, concatenation) -> {
          if (!needed.contains(output) && forms.stackable(concatenation.inputs())) {
            stacked.put(output, concatenation);
          }
        });
  }

  /** The tensors that a tensor is the concatenation of: itself, if it is none. */
  private List<Tensor> concatenated(Tensor tensor) {
    Layer.Concatenation concatenation = concatenations.get(tensor.id());
    return concatenation == null ? List.of(tensor) : concatenation.inputs();
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
      forwardConvolution(c);
    } else if (layer instanceof Layer.UpConvolution up) {
      forwardUp(up);
    } else if (layer instanceof Layer.MaxPooling pooling) {
      Place to = place(y);
      emit(() -> Operations.maxPooling(array(pooling.input()), array(y)), of(pooling.input()), to);
    } else if (layer instanceof Layer.Concatenation concatenation) {
      forwardConcatenation(concatenation);
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
              Operations.multiplication(array(product.factor()), array(product.input()), array(y)),
          of(product.factor()),
          of(product.input()),
          to);
    } else if (layer instanceof Layer.StopGradient stop) {
      values[y.id()] = of(stop.input());
      aliases.add(y.id());
    }
  }

  private void forwardConvolution(Layer.Convolution c) {
    Layer.Concatenation stack = stacked.get(c.input().id());
    int parts = stack == null ? 1 : stack.inputs().size();
    long[] in = shape(c.input());
    long[] out = shape(c.output());
    int channels = c.output().channels();
    ConvolutionForm form = forms.convolution(parts, channels, out[2]);
    Place from = of(c.input());
    Place to = place(c.output());
    Place kernel = form.isPlain() ? null : formedKernel(c, form);
    Place bias = form.pixels() == 1 ? null : formedBias(c.bias(), form);
    emit(
        () ->
            Operations.convolution(
                array(from, in[0], parts * in[1], in[2], in[3] / parts),
                kernel == null
                    ? kernel(parameters, c.kernel())
                    : array(
                        kernel, form.kernelShape(c.kernelSize(), c.input().channels(), channels)),
                bias == null
                    ? bias(parameters, c.bias())
                    : array(bias, (long) form.pixels() * channels),
                array(to, out[0], out[1], out[2] / form.pixels(), form.pixels() * out[3]),
                form.arguments(c.kernelSize())),
        from,
        to,
        orElse(kernel, to),
        orElse(bias, to));
  }

  private Place formedKernel(Layer.Convolution c, ConvolutionForm form) {
    int in = c.input().channels();
    int out = c.output().channels();
    long row = (long) c.kernelSize() * in * out;
    return formed(
        List.of(c.kernel().name(), form),
        c.kernelSize(),
        in,
        out,
        form,
        new ConvolutionForm.Strides(row, (long) in * out, out, 1),
        (skip, shape, strides) -> parameters.strided(c.kernel(), skip, shape, strides));
  }

  /** A kernel in a form, made where it is first wanted in each run; the gaps in it stay zero. */
  private Place formed(
      List<Object> key,
      int size,
      int in,
      int out,
      ConvolutionForm form,
      ConvolutionForm.Strides stored,
      Memory memory,
      Place... used) {
    long length = Arrays.stream(form.kernelShape(size, in, out)).reduce(1, (a, b) -> a * b);
    long[] shape = form.axes(size, in, out);
    return oncePerRun(
        key,
        length,
        form,
        (place, pixel) -> {
          long offset = form.formedOffset(pixel, size, in, out);
          emit(
              () ->
                  GradientOperations.copy(
                      memory.view(0, shape, form.source(stored, in)),
                      steps.view(place, offset, shape, form.formed(size, in, out))),
              used);
        });
  }

  private Place formedBias(Parameter bias, ConvolutionForm form) {
    return oncePerRun(
        List.of(bias.name(), form),
        (long) form.pixels() * bias.length(),
        form,
        (place, pixel) -> {
          Place copy = new Place(place, (long) pixel * bias.length(), bias.length());
          emit(() -> GradientOperations.copy(bias(parameters, bias), row(copy)));
        });
  }

  /** The place with this key, filled for each pixel of the form where it is first wanted. */
  private Place oncePerRun(
      List<Object> key, long length, ConvolutionForm form, BiConsumer<Place, Integer> fill) {
    return formed.computeIfAbsent(
        key,
        absent -> {
          Place place = pin(length);
          for (int pixel = 0; pixel < form.pixels(); pixel++) {
            fill.accept(place, pixel);
          }
          return place;
        });
  }

  private void forwardConcatenation(Layer.Concatenation concatenation) {
    Tensor y = concatenation.output();
    List<Tensor> inputs = concatenation.inputs();
    List<Place> used = new ArrayList<>();
    inputs.forEach(x -> used.add(of(x)));
    used.add(place(y));
    Supplier<Step> step = () -> Operations.concatenation(arrays(inputs), array(y), 3);
    if (stacked.containsKey(y.id())) {
      long rowCount = shape(y)[0] * shape(y)[1];
      long rowLength = length(inputs.get(0)) / rowCount;
      step =
          () ->
              Operations.concatenation(
                  inputs.stream().map(x -> array(of(x), rowCount, 1, rowLength)).toList(),
                  array(of(y), rowCount, inputs.size(), rowLength),
                  1);
    }
    steps.add(step, used);
  }

  /** A 1 x 1 convolution: the matrix of pixels and channels times the kernel. */
  private void forwardPoint(Layer.Convolution c) {
    Place to = place(c.output());
    int out = c.output().channels();
    ConvolutionForm form = forms.point(out, to.length / out);
    long channels = c.input().channels() + (long) out;
    for (Strip strip : Strip.of(to.length / out, channels)) {
      Place y = part(to, strip, out);
      int row = 0;
      for (Tensor part : planned.partsOf(c.input())) {
        Place x = part(of(part), strip, part.channels());
        PointKernel kernel = pointKernel(c, row, part, form);
        boolean add = row > 0;
        emit(
            () ->
                Operations.product(
                    matrix(x, (long) form.pixels() * part.channels()),
                    false,
                    kernel.array().get(),
                    false,
                    add,
                    matrix(y, (long) form.pixels() * out)),
            x,
            y,
            orElse(kernel.place(), y));
        row += part.channels();
      }
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
        () -> GradientOperations.binary("subtract", row(probabilities), row(targets), row(errors)),
        errors);
    emit(() -> GradientOperations.multiplyInPlace(row(errors), row(weights)), errors);
    for (int c = 0; c < contrasts.size(); c++) {
      Place error = part(errors, rows.size() + c);
      Place first = part(errors, contrasts.get(c).first());
      Place second = part(errors, contrasts.get(c).second());
      emit(() -> Operations.addInPlace(row(first), row(error)), errors);
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
    emit(() -> Operations.addInPlace(row(ofOne), row(ofZero)), ofOne, ofZero);
    emit(
        () -> GradientOperations.binary("multiply", row(ofOne), row(weights), row(lossTerms)),
        ofOne,
        lossTerms);
  }

  private void backward(Layer layer, Place slope) {
    Tensor y = layer.output();
    if (layer instanceof Layer.Convolution c && c.kernelSize() == 1) {
      backwardPoint(c, slope);
    } else if (layer instanceof Layer.Convolution c) {
      if (byProducts(c)) {
        backwardByProducts(c, slope);
      } else {
        backwardByLibrary(c, slope);
      }
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
          () -> GradientOperations.multiplyInPlace(array(slope, shape(y)), array(factor, shape(y))),
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

  /** Nothing if the bias is not trained. */
  private Optional<Sink> gradientOf(Parameter bias) {
    return gradientOf(bias, "", () -> gradients.view(bias, 0, 1, bias.length()));
  }

  /** Nothing if the parameter is not trained. */
  private Optional<Sink> gradientOf(Parameter parameter, String part, Supplier<INDArray> array) {
    if (!trained.test(parameter)) {
      return Optional.empty();
    }
    return Optional.of(new Sink(array, !begun.add(parameter.name() + part)));
  }

  private void backwardPoint(Layer.Convolution c, Place slope) {
    int out = c.output().channels();
    int row = 0;
    for (Tensor part : planned.partsOf(c.input())) {
      int first = row;
      backwardPoint(
          part,
          slope,
          out,
          pointKernel(c, first, part, forms.point(part.channels(), slope.length / out)),
          false,
          gradientOf(c.kernel(), "/" + row, () -> pointKernel(gradients, c, first, part)),
          row > 0 ? Optional.empty() : gradientOf(c.bias()));
      row += part.channels();
    }
  }

  /** By what the native library has for the gradients of a convolution: all of them at once. */
  private void backwardByLibrary(Layer.Convolution c, Place slope) {
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
                        array(slope, shape(c.output())),
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
  }

  /**
   * Whether the gradients of a larger convolution are products of pixels. That is also the way
   * where only one of them is wanted.
   */
  private boolean byProducts(Layer.Convolution c) {
    List<Tensor> parts = concatenated(c.input());
    if (c.kernelSize() / 2 > shape(c.output())[2]) {
      return false;
    }
    boolean both = trained.test(c.kernel()) && parts.stream().anyMatch(this::hasGradient);
    return forms.products() && (!both || forms.gradientByProducts(parts, c.output().channels()));
  }

  /**
   * The slopes of the inputs by convolutions with the turned kernel, the gradient of the kernel by
   * products of shifted pixels; of each part of a concatenation by itself.
   */
  private void backwardByProducts(Layer.Convolution c, Place slope) {
    gradientOf(c.bias()).ifPresent(sink -> biasGradient(slope, c.output().channels(), sink));
    Map<Integer, Place> slopeColumns = new HashMap<>();
    int row = 0;
    for (Tensor part : concatenated(c.input())) {
      int first = row;
      if (trained.test(c.kernel())) {
        kernelGradient(c, first, part, slope, slopeColumns);
      }
      if (hasGradient(part)) {
        contribute(part, to -> slopeByTurnedKernel(c, first, part, slope, to));
      }
      row += part.channels();
    }
  }

  /**
   * The gradient of the kernel's rows for one part of the input. Strip by strip, as a core's cache
   * holds the pixels of one.
   *
   * @param slopeColumns columns of the slope that have been copied already
   */
  private void kernelGradient(
      Layer.Convolution c, int row, Tensor part, Place slope, Map<Integer, Place> slopeColumns) {
    int size = c.kernelSize();
    int in = part.channels();
    int out = c.output().channels();
    int columns = Math.toIntExact(shape(part)[2]);
    long image = shape(part)[1] * columns;
    List<Sink> sinks = new ArrayList<>();
    List<List<PixelPairs>> pairsOfPlaces = new ArrayList<>();
    for (int place = 0; place < size * size; place++) {
      int down = place / size - size / 2;
      int right = place % size - size / 2;
      List<PixelPairs> pairs = PixelPairs.of(down, right, shape(part)[1], columns);
      if (pairs.isEmpty()) {
        // Outside of an image so small: this place of the kernel has no part in it.
        continue;
      }
      int skip = (place * c.input().channels() + row) * out;
      sinks.add(
          gradientOf(
                  c.kernel(),
                  "/" + place + "/" + row,
                  () -> gradients.view(c.kernel(), skip, in, out))
              .orElseThrow());
      pairsOfPlaces.add(pairs);
    }
    Map<Integer, Place> inputColumns = new HashMap<>();
    for (long first = 0; first < batch * image; first += image) {
      for (Strip strip : Strip.of(image, in + out)) {
        for (int place = 0; place < sinks.size(); place++) {
          for (PixelPairs all : pairsOfPlaces.get(place)) {
            Optional<PixelPairs> some = all.between(strip.first(), strip.first() + strip.count());
            if (some.isEmpty()) {
              continue;
            }
            PixelPairs pairs = some.get();
            long x = first + pairs.input();
            long y = first + pairs.output();
            if (pairs.subtracted()) {
              Place left = column(inputColumns, of(part), in, columns, (int) (x % columns));
              Place right = column(slopeColumns, slope, out, columns, (int) (y % columns));
              addProduct(left, x / columns, in, right, y / columns, out, pairs, sinks.get(place));
            } else {
              addProduct(of(part), x, in, slope, y, out, pairs, sinks.get(place));
            }
            sinks.set(place, new Sink(sinks.get(place).array(), true));
          }
        }
      }
    }
  }

  /** Adds the product of so many rows of x, transposed, and of y from a row on each. */
  private void addProduct(
      Place x, long xRow, int in, Place y, long yRow, int out, PixelPairs pairs, Sink sink) {
    Place left = new Place(x, xRow * in, pairs.count() * in);
    Place right = new Place(y, yRow * out, pairs.count() * out);
    emit(
        () ->
            Operations.product(
                matrix(left, in),
                true,
                matrix(right, out),
                false,
                pairs.subtracted() ? -1 : 1,
                sink.add(),
                sink.array().get()),
        left,
        right);
  }

  /** A column of all images, copied: products of strided matrices take another, slower way. */
  private Place column(
      Map<Integer, Place> copies, Place from, int channels, int columns, int column) {
    return copies.computeIfAbsent(
        column,
        absent -> {
          long rowLength = (long) columns * channels;
          long rows = from.length / rowLength;
          Place copy = new Place(rows * channels);
          emit(
              () ->
                  GradientOperations.copy(
                      steps.view(
                          from,
                          (long) column * channels,
                          new long[] {rows, channels},
                          new long[] {rowLength, 1}),
                      array(copy, rows, channels)),
              from,
              copy);
          return copy;
        });
  }

  /** The slope of a part of the input: the slopes convolved with the kernel turned by half. */
  private void slopeByTurnedKernel(
      Layer.Convolution c, int row, Tensor part, Place slope, Place to) {
    int size = c.kernelSize();
    int in = c.input().channels();
    int out = c.output().channels();
    long[] shape = shape(part);
    Place rows = turned(c);
    var stored = new ConvolutionForm.Strides((long) size * in * out, (long) in * out, 1, out);
    Memory memory =
        (skip, axes, strides) -> steps.view(rows, (long) row * out + skip, axes, strides);
    ConvolutionForm form = forms.convolution(1, part.channels(), shape[2]);
    Place kernel =
        form.isPlain()
            ? null
            : formed(
                List.of(c.kernel().name(), form, row),
                size,
                out,
                part.channels(),
                form,
                stored,
                memory,
                rows);
    emit(
        () ->
            Operations.convolution(
                array(slope, shape(c.output())),
                kernel == null
                    ? memory.view(
                        0,
                        new long[] {size, size, out, part.channels()},
                        new long[] {stored.row(), stored.column(), stored.in(), stored.out()})
                    : array(kernel, form.kernelShape(size, out, part.channels())),
                array(to, shape[0], shape[1], shape[2] / form.pixels(), form.pixels() * shape[3]),
                form.arguments(size)),
        slope,
        to,
        orElse(kernel, rows));
  }

  /** The places of a kernel in reverse order, each {@code [in, out]} as it is. */
  private Place turned(Layer.Convolution c) {
    return turned.computeIfAbsent(
        c.kernel().name(),
        name -> {
          Place rows = new Place(c.kernel().length());
          int count = c.kernelSize() * c.kernelSize();
          long each = c.kernel().length() / count;
          emit(
              () ->
                  GradientOperations.rows(
                      parameters.view(c.kernel(), 0, count, each),
                      IntStream.range(0, count).map(i -> count - 1 - i).toArray(),
                      array(rows, count, each)),
              rows);
          return rows;
        });
  }

  /** The sums of the columns of a slope. */
  private void biasGradient(Place slope, int out, Sink sink) {
    emit(
        () ->
            Operations.product(
                array(ones(slope.length / out), 1, slope.length / out),
                false,
                matrix(slope, out),
                false,
                sink.add(),
                sink.array().get()),
        slope);
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
      PointKernel kernel,
      boolean transposed,
      Optional<Sink> toKernel,
      Optional<Sink> toBias) {
    Place known = slopes[x.id()];
    Place slopeOfX = known == null ? new Place(length(x)) : known;
    boolean passes = hasGradient(x);
    if (passes) {
      slopes[x.id()] = slopeOfX;
    }
    toBias.ifPresent(sink -> biasGradient(slope, out, sink));
    for (Strip strip : Strip.of(slope.length / out, 2L * x.channels() + out)) {
      Place from = part(slope, strip, out);
      Place values = part(of(x), strip, x.channels());
      toKernel.ifPresent(
          sink ->
              emit(
                  () -> {
                    INDArray pixels = matrix(values, x.channels());
                    INDArray slopes = matrix(from, out);
                    return Operations.product(
                        transposed ? slopes : pixels,
                        true,
                        transposed ? pixels : slopes,
                        false,
                        sink.add() || strip.first() > 0,
                        sink.array().get());
                  },
                  values,
                  from));
      if (passes) {
        Place to = part(slopeOfX, strip, x.channels());
        emit(
            () ->
                Operations.product(
                    matrix(from, (long) kernel.pixels() * out),
                    false,
                    kernel.array().get(),
                    !transposed,
                    known != null,
                    matrix(to, (long) kernel.pixels() * x.channels())),
            from,
            to,
            orElse(kernel.place(), to));
      }
    }
  }

  private void backwardUp(Layer.UpConvolution up, Place slope) {
    long[] small = shape(up.input());
    int columns = 2 * up.output().channels();
    long rowLength = small[2] * columns;
    int rowCount = Math.toIntExact(small[0] * small[1]);
    for (int parity = 0; parity < 2; parity++) {
      int row = parity;
      Place gathered = new Place(length(up.output()) / 2);
      emit(
          () ->
              GradientOperations.rows(
                  array(slope, 2L * rowCount, rowLength),
                  IntStream.range(0, rowCount).map(i -> 2 * i + row).toArray(),
                  array(gathered, rowCount, rowLength)),
          slope,
          gathered);
      backwardPoint(
          up.input(),
          gathered,
          columns,
          new PointKernel(1, null, () -> rowKernel(parameters, up, row)),
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
      Supplier<INDArray> slice = () -> steps.view(slope, start, shape(x), strides);
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
      emit(() -> Operations.addInPlace(array(known, shape(x)), array(to, shape(x))), known, to);
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
      emit(() -> Operations.addInPlace(to.get(), array(from, to.get().shape())), from);
    }
  }

  private static Place orElse(Place place, Place other) {
    return place == null ? other : place;
  }

  private void emit(Supplier<Step> step, Place... used) {
    steps.add(step, List.of(used));
  }

  private Place pin(long length) {
    return steps.pin(length);
  }

  /** The values of a strip's pixels. */
  private static Place part(Place whole, Strip strip, long channels) {
    return new Place(whole, strip.first() * channels, strip.count() * channels);
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
    boolean alone = readers.get(x.id()) == 1 && !steps.isPinned(of(x));
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

  private List<INDArray> arrays(List<Tensor> tensors) {
    return tensors.stream().map(this::array).toList();
  }

  INDArray array(Place place, long... shape) {
    return steps.view(place, shape);
  }

  /** A place as a matrix of so many columns. */
  private INDArray matrix(Place place, long columns) {
    return array(place, place.length / columns, columns);
  }

  /**
   * A 1 x 1 kernel as a matrix, or repeated along the diagonal for several pixels.
   *
   * @param place null where it is a parameter itself
   */
  private record PointKernel(int pixels, Place place, Supplier<INDArray> array) {}

  private PointKernel pointKernel(Layer.Convolution c, int row, Tensor part, ConvolutionForm form) {
    if (form.isPlain()) {
      return new PointKernel(1, null, () -> pointKernel(parameters, c, row, part));
    }
    int in = part.channels();
    int out = c.output().channels();
    Place place =
        formed(
            List.of(c.kernel().name(), form, row),
            1,
            in,
            out,
            form,
            new ConvolutionForm.Strides((long) in * out, (long) in * out, out, 1),
            (skip, shape, strides) ->
                parameters.strided(c.kernel(), (long) row * out + skip, shape, strides));
    return new PointKernel(form.pixels(), place, () -> matrix(place, (long) form.pixels() * out));
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
