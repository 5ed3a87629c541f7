package io.github.seqnet.nn.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Operations in order with the places that they use, planned first, then laid out in one block of
 * memory so that places which are never needed at once share it, then made.
 */
final class PlannedSteps {
  private record Planned(Supplier<Step> step, List<Place> used) {}

  private final List<Planned> planned = new ArrayList<>();
  private final Set<Place> pinned = new LinkedHashSet<>();
  private final Set<Place> kept = new HashSet<>();
  private INDArray block;

  /** Plans an operation that reads or writes some places. */
  void add(Supplier<Step> step, List<Place> used) {
    planned.add(new Planned(step, used));
  }

  /** A place that keeps its values from before the first operation to after the last. */
  Place pin(long length) {
    Place place = new Place(length);
    pinned.add(place);
    return place;
  }

  /** Keeps the values of a place to after the last operation. */
  void keep(Place place) {
    kept.add(place.whole());
  }

  boolean isPinned(Place place) {
    return pinned.contains(place.whole());
  }

  /** Reserves and releases places in the order of the operations; gives the size of the block. */
  long layOut() {
    BufferPlanner planner = new BufferPlanner();
    pinned.forEach(place -> place.putAt(planner.reserve(place.length)));
    Map<Place, Integer> last = new HashMap<>();
    for (int i = 0; i < planned.size(); i++) {
      for (Place used : planned.get(i).used()) {
        last.put(used.whole(), i);
      }
    }
    Set<Place> reserved = new HashSet<>(pinned);
    for (int i = 0; i < planned.size(); i++) {
      Set<Place> here = new LinkedHashSet<>();
      planned.get(i).used().forEach(used -> here.add(used.whole()));
      for (Place place : here) {
        if (reserved.add(place)) {
          place.putAt(planner.reserve(place.length));
        }
      }
      here.removeAll(pinned);
      here.removeAll(kept);
      for (Place place : here) {
        if (last.get(place) == i) {
          planner.release(place.offset(), place.length);
        }
      }
    }
    return planner.size();
  }

  /** Makes the operations, now that the block exists. */
  List<Step> make(INDArray memory) {
    block = memory;
    List<Step> made = new ArrayList<>();
    try {
      planned.forEach(operation -> made.add(operation.step().get()));
    } catch (RuntimeException | Error e) {
      made.forEach(Step::close);
      throw e;
    }
    return made;
  }

  /** The values of a place in C order. */
  INDArray view(Place place, long... shape) {
    return BlockViews.view(block, place.offset(), shape);
  }

  /** Values of a place from {@code skip} on, with any strides. */
  INDArray view(Place place, long skip, long[] shape, long[] strides) {
    return BlockViews.strided(block, place.offset() + skip, shape, strides);
  }
}
