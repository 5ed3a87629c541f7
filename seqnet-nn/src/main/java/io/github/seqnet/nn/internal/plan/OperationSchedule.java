// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.internal.operation.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * needed at the same time share memory. Buffers whose values stay from run to run lie in a block of
 * their own. Plan all operations, lay the buffers out, then create the operations.
 */
final class OperationSchedule {
  private record Planned(Supplier<Operation> operation, List<Buffer> used) {}

  private final List<Planned> planned = new ArrayList<>();
  private final Set<Buffer> pinned = new LinkedHashSet<>();
  private final Set<Buffer> kept = new HashSet<>();
  private final Set<Buffer> constants = new LinkedHashSet<>();
  private @Nullable INDArray block;
  private @Nullable INDArray constantBlock;

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

  /** A buffer that is written when the operations are made and keeps its values between runs. */
  Buffer constant(long length) {
    Buffer buffer = new Buffer(length);
    constants.add(buffer);
    return buffer;
  }

  /** Keeps the values of a buffer to after the last operation. */
  void keep(Buffer buffer) {
    kept.add(buffer.whole());
  }

  boolean isPinned(Buffer buffer) {
    return pinned.contains(buffer.whole());
  }

  /** Lays out all buffers but the constant ones. Returns the size of their block. */
  long layOut() {
    int end = planned.size();
    Map<Buffer, Integer> first = new LinkedHashMap<>();
    Map<Buffer, Integer> last = new HashMap<>();
    for (int i = 0; i < end; i++) {
      for (Buffer used : planned.get(i).used()) {
        first.putIfAbsent(used.whole(), i);
        last.put(used.whole(), i);
      }
    }
    pinned.forEach(buffer -> first.put(buffer, -1));
    pinned.forEach(buffer -> last.put(buffer, end));
    kept.forEach(buffer -> last.put(buffer, end));
    List<BufferPlanner.Lifetime> lifetimes = new ArrayList<>();
    first.forEach(
        (buffer, start) -> {
          if (!constants.contains(buffer)) {
            lifetimes.add(
                new BufferPlanner.Lifetime(buffer, start, last.getOrDefault(buffer, end)));
          }
        });
    return BufferPlanner.layOut(lifetimes);
  }

  /** Lays out the constant buffers. Returns the size of their block; 0 if there are none. */
  long layOutConstants() {
    return BufferPlanner.layOut(
        constants.stream().map(buffer -> new BufferPlanner.Lifetime(buffer, 0, 0)).toList());
  }

  /**
   * Makes the operations, now that the blocks exist.
   *
   * @param constantMemory null if there are no constant buffers
   */
  List<Operation> make(INDArray memory, @Nullable INDArray constantMemory) {
    block = memory;
    constantBlock = constantMemory;
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
    return BlockViews.view(memory(buffer), buffer.offset(), shape);
  }

  /** Values of a buffer from {@code skip} on, with any strides. */
  INDArray view(Buffer buffer, long skip, long[] shape, long[] strides) {
    return BlockViews.strided(memory(buffer), buffer.offset() + skip, shape, strides);
  }

  private INDArray memory(Buffer buffer) {
    return Objects.requireNonNull(
        constants.contains(buffer.whole()) ? constantBlock : block, "block");
  }
}
