// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.graph.testing.Symmetry;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Turned and mirrored maps give the same results, turned and mirrored. */
class TurnedMapsProperties {
  private static final int WIDTH = 150;
  private static final int HEIGHT = 110;

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().withoutEdgeCases();
  }

  @Property(tries = 25, seed = "25", edgeCases = EdgeCasesMode.NONE)
  void holesAtJunctions(@ForAll("seeds") long seed, @ForAll @IntRange(min = 1, max = 7) int index) {
    BinaryMask mask = vessels(seed, 1).vessels();
    Symmetry symmetry = new Symmetry(WIDTH, HEIGHT, index);
    assertEquals(symmetry.of(JunctionHoles.fill(mask)), JunctionHoles.fill(symmetry.of(mask)));
  }

  @Property(tries = 25, seed = "25", edgeCases = EdgeCasesMode.NONE)
  void graphs(@ForAll("seeds") long seed, @ForAll @IntRange(min = 1, max = 7) int index) {
    assertTurns(vessels(seed, 1).vessels(), index, TurnedMapsProperties::pieces);
  }

  @Property(tries = 25, seed = "25", edgeCases = EdgeCasesMode.NONE)
  void bifurcations(@ForAll("seeds") long seed, @ForAll @IntRange(min = 1, max = 7) int index) {
    assertTurns(vessels(seed, 1).vessels(), index, TurnedMapsProperties::forks);
  }

  @Property(tries = 20, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void enlargedMaps(@ForAll("seeds") long seed, @ForAll @IntRange(min = 1, max = 7) int index) {
    assertTurns(vessels(seed, 2).vessels(), index, TurnedMapsProperties::pieces);
  }

  @Property(tries = 20, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void labels(
      @ForAll("seeds") long seed,
      @ForAll @IntRange(min = 1, max = 7) int index,
      @ForAll("modes") RefinementMode mode) {
    ArteryVeinMap map = vessels(seed, 1);
    Symmetry symmetry = new Symmetry(WIDTH, HEIGHT, index);
    GraphRefiner refiner = GraphRefiner.with(RefinementOptions.defaults().withMode(mode));
    RefinementResult one = refiner.refine(map);
    RefinementResult other = refiner.refine(symmetry.of(map));
    assertSame(labeled(one.graph(), symmetry::position), labeled(other.graph(), i -> i));
    assertEquals(symmetry.of(one.labels()), other.labels());
  }

  @Provide
  Arbitrary<RefinementMode> modes() {
    return Arbitraries.of(RefinementMode.NONE, RefinementMode.UNIFY, RefinementMode.STABLE);
  }

  @Property(tries = 20, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void probabilityMaps(@ForAll("seeds") long seed, @ForAll @IntRange(min = 1, max = 7) int index) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[WIDTH * HEIGHT];
    for (float probability : new float[] {0.2f, 0.4f, 0.9f}) {
      byte[] codes = vessels(random.nextLong(), 1).toArray();
      for (int i = 0; i < codes.length; i++) {
        values[i] = codes[i] != 0 ? probability : values[i];
      }
    }
    ProbabilityMap map = ProbabilityMap.wrap(WIDTH, HEIGHT, values);
    Symmetry symmetry = new Symmetry(WIDTH, HEIGHT, index);
    ThresholdTracer tracer = ThresholdTracer.with(ThresholdOptions.defaults());
    assertSame(
        pieces(tracer.trace(map), symmetry::position),
        pieces(tracer.trace(symmetry.of(map)), i -> i));
  }

  /** The turned mask has the turned graph. */
  private static void assertTurns(
      BinaryMask mask,
      int index,
      BiFunction<VesselGraph, IntUnaryOperator, List<String>> description) {
    Symmetry symmetry = new Symmetry(mask.width(), mask.height(), index);
    assertSame(
        description.apply(VesselGraph.of(mask), symmetry::position),
        description.apply(VesselGraph.of(symmetry.of(mask)), i -> i));
  }

  /** Names the differences alone. */
  private static void assertSame(List<String> expected, List<String> found) {
    List<String> missing = new ArrayList<>(expected);
    List<String> surplus = new ArrayList<>(found);
    found.forEach(missing::remove);
    expected.forEach(surplus::remove);
    assertEquals(String.join("\n", missing), String.join("\n", surplus));
  }

  /** Vessels that meet at all angles, with holes near to where they meet. */
  private static ArteryVeinMap vessels(long seed, int factor) {
    SplittableRandom random = new SplittableRandom(seed);
    Drawing drawing = new Drawing(WIDTH, HEIGHT);
    for (int k = 0; k < 4; k++) {
      double x = 30 + random.nextDouble() * (WIDTH - 60);
      double y = 30 + random.nextDouble() * (HEIGHT - 60);
      double angle = random.nextDouble() * 360;
      double opening = 5 + random.nextDouble() * 40;
      double width = 2 + random.nextDouble() * 10;
      VesselLabel label = random.nextBoolean() ? VesselLabel.ARTERY : VesselLabel.VEIN;
      drawing
          .ray(x, y, angle + 180, 60, width, label)
          .ray(x, y, angle, 60, width, label)
          .ray(x, y, angle + opening, 60, 0.7 * width, label);
    }
    byte[] codes = drawing.map().toArray();
    for (int k = 0; k < 40; k++) {
      int i = random.nextInt(codes.length);
      if (codes[i] != 0) {
        int right = 1 + random.nextInt(4);
        int down = 1 + random.nextInt(4);
        for (int y = i / WIDTH; y < Math.min(HEIGHT, i / WIDTH + down); y++) {
          for (int x = i % WIDTH; x < Math.min(WIDTH, i % WIDTH + right); x++) {
            codes[y * WIDTH + x] = 0;
          }
        }
      }
    }
    byte[] enlarged = new byte[codes.length * factor * factor];
    for (int i = 0; i < enlarged.length; i++) {
      int x = i % (WIDTH * factor) / factor;
      int y = i / (WIDTH * factor) / factor;
      enlarged[i] = codes[y * WIDTH + x];
    }
    return ArteryVeinMap.wrap(WIDTH * factor, HEIGHT * factor, enlarged);
  }

  /** Each node and segment as text, moved, in an order and direction that do not depend on it. */
  private static List<String> pieces(VesselGraph graph, IntUnaryOperator move) {
    List<String> pieces = new ArrayList<>();
    for (Node node : graph.nodes()) {
      pieces.add(
          node.kind()
              + " "
              + node.degree()
              + (node.kind() == NodeKind.RING ? "" : sorted(node.positions(), move)));
    }
    for (Segment segment : graph.segments()) {
      pieces.add(
          String.format(
              Locale.ROOT,
              "segment %s of %.3f px, %s",
              segment.threshold(),
              segment.meanCaliberPx(),
              sorted(segment.path(), move)));
    }
    Collections.sort(pieces);
    return pieces;
  }

  private static List<String> labeled(VesselGraph graph, IntUnaryOperator move) {
    List<String> labeled = new ArrayList<>();
    for (Segment segment : graph.segments()) {
      labeled.add(
          String.format(
              Locale.ROOT,
              "%s %.6f %s",
              segment.label(),
              segment.confidence().orElseThrow(),
              sorted(segment.path(), move)));
    }
    Collections.sort(labeled);
    return labeled;
  }

  private static List<String> forks(VesselGraph graph, IntUnaryOperator move) {
    List<String> forks = new ArrayList<>();
    for (Bifurcation fork : VesselTree.of(graph).bifurcations()) {
      forks.add(
          sorted(fork.node().positions(), move)
              + String.format(
                  Locale.ROOT,
                  " %s %s %.3f",
                  sorted(fork.parent().path(), move),
                  sorted(fork.widerDaughter().path(), move),
                  fork.angleDeg().orElse(-1)));
    }
    Collections.sort(forks);
    return forks;
  }

  private static String sorted(int[] positions, IntUnaryOperator move) {
    return Arrays.toString(Arrays.stream(positions).map(move).distinct().sorted().toArray());
  }
}
