package io.github.seqnet.graph.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which pieces of segments are the vessels of a zone, and how wide each is. */
final class ZoneCalibres {
  private ZoneCalibres() {}

  private record Candidate(Piece piece, double innermost, double outermost) {
    double extent() {
      return outermost - innermost;
    }

    /** Whether one lies further out than the other, on the same vessel or its branch. */
    boolean follows(Candidate other) {
      double overlap = Math.min(outermost, other.outermost) - Math.max(innermost, other.innermost);
      return overlap < 0.5 * Math.min(extent(), other.extent()) && piece.meets(other.piece);
    }
  }

  /** The calibres in pixels, widest first. */
  static double[] widths(Collection<Piece> pieces, Ring ring, double smallestPart) {
    Map<Integer, Candidate> longest = new HashMap<>();
    for (Piece piece : pieces) {
      Candidate candidate = new Candidate(piece, piece.innermost(ring), piece.outermost(ring));
      if (candidate.extent() >= smallestPart * ring.width()) {
        longest.merge(
            piece.segment().index(), candidate, (a, b) -> b.extent() > a.extent() ? b : a);
      }
    }
    List<Candidate> candidates = new ArrayList<>(longest.values());
    candidates.sort(
        Comparator.comparingDouble(Candidate::extent)
            .reversed()
            .thenComparingInt(candidate -> candidate.piece().segment().index()));
    List<Candidate> vessels = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (vessels.stream().noneMatch(candidate::follows)) {
        vessels.add(candidate);
      }
    }
    return vessels.stream()
        .map(vessel -> vessel.piece().medianThicknessPx())
        .sorted(Comparator.reverseOrder())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
