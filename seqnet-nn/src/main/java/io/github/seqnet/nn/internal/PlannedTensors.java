package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensors of a network in a plan: who reads them and the places of their values; and the
 * operations on them, planned so far.
 */
class PlannedTensors {
  /** In the network's order. */
  final List<Layer> layers;

  private final PlannedSteps steps = new PlannedSteps();
  private final PlannedLayers planned;
  private final int batch;
  private final int height;
  private final int width;
  // Concatenations by their output, and those by rows instead of by channels.
  private final Map<Integer, Layer.Concatenation> concatenations = new HashMap<>();
  private final Set<Integer> stacked = new HashSet<>();
  private final Map<Integer, Integer> readers = new HashMap<>();
  private final Set<Integer> aliases = new HashSet<>();
  private final Place[] values;

  /**
   * @param planned the layers of the network that are to be planned
   */
  PlannedTensors(Network network, PlannedLayers planned, int batch, int height, int width) {
    this.planned = planned;
    this.batch = batch;
    this.height = height;
    this.width = width;
    layers = planned.layers();
    values = new Place[network.tensorCount()];
    for (Layer layer : layers) {
      readBy(layer).forEach(x -> readers.merge(x.id(), 1, Integer::sum));
      if (layer instanceof Layer.Concatenation c) {
        concatenations.put(c.output().id(), c);
      }
    }
  }

  /**
   * Decides which concatenations are by rows.
   *
   * @param possible whether a convolution can read one that is
   * @param forms which tensors can stand so
   */
  void stackConcatenations(Predicate<Layer.Convolution> possible, NativeForms forms) {
    Set<Integer> needed = planned.readOtherwise(possible);
    concatenations.forEach(
        (output, concatenation) -> {
          if (!needed.contains(output) && forms.stackable(concatenation.inputs())) {
            stacked.add(output);
          }
        });
  }

  /**
   * How many tensors stand one after the other in each row: 1 where it is no such concatenation.
   */
  int stackedParts(Tensor tensor) {
    return stacked.contains(tensor.id()) ? concatenated(tensor).size() : 1;
  }

  /** The tensors that a tensor is the concatenation of: itself, if it is none. */
  List<Tensor> concatenated(Tensor tensor) {
    Layer.Concatenation concatenation = concatenations.get(tensor.id());
    return concatenation == null ? List.of(tensor) : concatenation.inputs();
  }

  /** What the operations of a layer read. */
  List<Tensor> readBy(Layer layer) {
    return planned.readBy(layer);
  }

  /** What a convolution is part of, or null. */
  ComposedUpConvolution composed(Layer.Convolution c) {
    return planned.composed(c);
  }

  /** The tensors whose products a 1 x 1 convolution of a tensor adds up. */
  List<Tensor> partsOf(Tensor tensor) {
    return planned.partsOf(tensor);
  }

  /** Whether one layer alone reads a tensor. */
  boolean isReadOnce(Tensor tensor) {
    return readers.get(tensor.id()) == 1;
  }

  /** The place of a tensor's values. */
  Place of(Tensor tensor) {
    return values[tensor.id()];
  }

  /** A new place for a tensor, unless it has one. */
  Place place(Tensor tensor) {
    if (values[tensor.id()] == null) {
      values[tensor.id()] = new Place(length(tensor));
    }
    return values[tensor.id()];
  }

  /** The place of x for y, if nothing else reads x. */
  Place placeOver(Tensor x, Tensor y) {
    boolean alone = isReadOnce(x) && !planned.isWanted(x) && !steps.isPinned(of(x));
    if (alone && !aliases.contains(x.id())) {
      values[y.id()] = of(x);
    }
    return place(y);
  }

  /** Puts the values of a tensor at a place. */
  void put(Tensor tensor, Place place) {
    values[tensor.id()] = place;
  }

  /** Whether a tensor has a place for its values. */
  boolean isPlaced(Tensor tensor) {
    return values[tensor.id()] != null;
  }

  /** Gives a tensor the place of another, which is not written over from then on. */
  void alias(Tensor tensor, Tensor original) {
    put(tensor, of(original));
    aliases.add(tensor.id());
  }

  /** Plans an operation that reads or writes some places, of which those that are null are none. */
  void emit(Supplier<Step> step, Place... used) {
    steps.add(step, Arrays.stream(used).filter(Objects::nonNull).toList());
  }

  /** A place that keeps its values from before the first operation to after the last. */
  Place pin(long length) {
    return steps.pin(length);
  }

  /** Keeps a tensor's values to after the last operation. */
  void keep(Tensor tensor) {
    steps.keep(of(tensor));
  }

  /** The size of the block of memory that the operations need. */
  long layOut() {
    return steps.layOut();
  }

  /** Makes the operations, now that the block exists. */
  List<Step> make(INDArray block) {
    return steps.make(block);
  }

  /** Batch, height, width, channels. */
  long[] shape(Tensor tensor) {
    if (tensor.isGlobal()) {
      return new long[] {batch, 1, 1, tensor.channels()};
    }
    return new long[] {
      batch, height / tensor.reduction(), width / tensor.reduction(), tensor.channels()
    };
  }

  long length(Tensor tensor) {
    return Arrays.stream(shape(tensor)).reduce(1, (a, b) -> a * b);
  }

  /** The values of a tensor. */
  INDArray array(Tensor tensor) {
    return array(of(tensor), shape(tensor));
  }

  /** The values of a place in C order. */
  INDArray array(Place place, long... shape) {
    return steps.view(place, shape);
  }

  /** Values of a place from {@code skip} on, with any strides. */
  INDArray strided(Place place, long skip, long[] shape, long[] strides) {
    return steps.view(place, skip, shape, strides);
  }

  /** A place as a matrix of so many columns. */
  INDArray matrix(Place place, long columns) {
    return array(place, place.length / columns, columns);
  }

  /** A place as a vector. */
  INDArray row(Place place) {
    return array(place, place.length);
  }
}
