// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.internal.operation.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Schedules operations and lays out their buffers in one block of memory. Buffers that are never
 * needed at the same time share memory. Plan all operations, lay the buffers out, then create the
 * operations.
 */
final class OperationSchedule {
  private record Planned(Supplier<Operation> operation, List<Buffer> used) {}

  private final List<Planned> planned = new ArrayList<>();
  private final Set<Buffer> pinned = new LinkedHashSet<>();
  private final Set<Buffer> kept = new HashSet<>();
  private @Nullable INDArray block;

  /** Plans an operation that reads or writes some buffers. */
  void add(Supplier<Operation> operation, List<Buffer> used) {
    planned.add(new Planned(operation, used));
  }

  /** A buffer that keeps its values from before the first operation to after the last. */
  Buffer pin(long length) {
    Buffer buffer = new Buffer(length);
    pinned.add(buffer);
    return buffer;
  }

  /** Keeps the values of a buffer to after the last operation. */
  void keep(Buffer buffer) {
    kept.add(buffer.whole());
  }

  boolean isPinned(Buffer buffer) {
    return pinned.contains(buffer.whole());
  }

  /**
   * Reserves and releases buffers in the order of the operations. Returns the size of the block.
   */
  long layOut() {
    BufferPlanner planner = new BufferPlanner();
    pinned.forEach(buffer -> buffer.setOffset(planner.reserve(buffer.length)));
    Map<Buffer, Integer> last = new HashMap<>();
    for (int i = 0; i < planned.size(); i++) {
      for (Buffer used : planned.get(i).used()) {
        last.put(used.whole(), i);
      }
    }
    Set<Buffer> reserved = new HashSet<>(pinned);
    for (int i = 0; i < planned.size(); i++) {
      Set<Buffer> here = new LinkedHashSet<>();
      planned.get(i).used().forEach(used -> here.add(used.whole()));
      for (Buffer buffer : here) {
        if (reserved.add(buffer)) {
          buffer.setOffset(planner.reserve(buffer.length));
        }
      }
      here.removeAll(pinned);
      here.removeAll(kept);
      for (Buffer buffer : here) {
        if (last.getOrDefault(buffer, -1) == i) {
          planner.release(buffer.offset(), buffer.length);
        }
      }
    }
    return planner.size();
  }

  /** Makes the operations, now that the block exists. */
  List<Operation> make(INDArray memory) {
    block = memory;
    List<Operation> made = new ArrayList<>();
    try {
      planned.forEach(entry -> made.add(entry.operation().get()));
    } catch (RuntimeException | Error e) {
      made.forEach(Operation::close);
      throw e;
    }
    return made;
  }

  /** The values of a buffer in C order. */
  INDArray view(Buffer buffer, long... shape) {
    return BlockViews.view(memory(), buffer.offset(), shape);
  }

  /** Values of a buffer from {@code skip} on, with any strides. */
  INDArray view(Buffer buffer, long skip, long[] shape, long[] strides) {
    return BlockViews.strided(memory(), buffer.offset() + skip, shape, strides);
  }

  private INDArray memory() {
    return Objects.requireNonNull(block, "block");
  }
}
