// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The biomarkers to measure, in order, each id once. The set defines the columns of every results
 * table: names, units and order. Immutable and thread-safe if its biomarkers are.
 */
public final class BiomarkerSet {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*");

  private static final BiomarkerSet BUILT_IN =
      of(
          Stream.<Biomarker[]>of(
                  DensityBiomarker.values(),
                  LengthBiomarker.values(),
                  JunctionBiomarker.values(),
                  CaliberBiomarker.values(),
                  TortuosityBiomarker.values(),
                  FractalBiomarker.values(),
                  EquivalentBiomarker.values())
              .flatMap(Arrays::stream)
              .toList());

  private final Map<String, Biomarker> byId;

  private BiomarkerSet(Map<String, Biomarker> byId) {
    this.byId = Collections.unmodifiableMap(byId);
  }

  /**
   * These biomarkers.
   *
   * @throws IllegalArgumentException if an id is not valid or occurs twice
   */
  public static BiomarkerSet of(List<? extends Biomarker> biomarkers) {
    Map<String, Biomarker> byId = new LinkedHashMap<>();
    for (Biomarker biomarker : biomarkers) {
      add(biomarker, byId);
    }
    return new BiomarkerSet(byId);
  }

  private static void add(Biomarker biomarker, Map<String, Biomarker> byId) {
    String id = Objects.requireNonNull(biomarker, "biomarker").id();
    if (id == null || !ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the id of a biomarker must be lower-case letters, digits and underscores, got '"
              + id
              + "' from "
              + biomarker.getClass().getName());
    }
    Biomarker other = byId.putIfAbsent(id, biomarker);
    if (other != null) {
      throw new IllegalArgumentException(
          "two biomarkers have the id '"
              + id
              + "': "
              + other.getClass().getName()
              + " and "
              + biomarker.getClass().getName());
    }
  }

  /** The biomarkers of this library. */
  public static BiomarkerSet builtIn() {
    return BUILT_IN;
  }

  /**
   * The built-in biomarkers, then those registered with {@link ServiceLoader} as providers of
   * {@link Biomarker}, ordered by id. Providers are looked up with the context class loader of the
   * calling thread. Registered classes are instantiated anew on each call.
   *
   * @throws IllegalArgumentException if an id is not valid or occurs twice
   * @throws java.util.ServiceConfigurationError if a provider cannot be instantiated
   */
  public static BiomarkerSet available() {
    BiomarkerSet set = builtIn();
    List<Biomarker> found = new ArrayList<>();
    ServiceLoader.load(Biomarker.class).forEach(found::add);
    found.sort(Comparator.comparing(Biomarker::id));
    for (Biomarker biomarker : found) {
      set = set.with(biomarker);
    }
    return set;
  }

  /**
   * This set and one more biomarker at its end.
   *
   * @throws IllegalArgumentException if the id is not valid or already taken
   */
  public BiomarkerSet with(Biomarker biomarker) {
    Map<String, Biomarker> more = new LinkedHashMap<>(byId);
    add(biomarker, more);
    return new BiomarkerSet(more);
  }

  /** The biomarkers in order. */
  public List<Biomarker> biomarkers() {
    return List.copyOf(byId.values());
  }

  /**
   * The columns of the results table in order: by region, then vessel group, then biomarker.
   *
   * @param scale determines the units
   */
  public List<BiomarkerColumn> columns(Scale scale) {
    List<BiomarkerColumn> columns = new ArrayList<>();
    for (Region region : Region.values()) {
      for (VesselGroup vessels : VesselGroup.values()) {
        for (Biomarker biomarker : measured(vessels, region)) {
          columns.add(new BiomarkerColumn(biomarker.id(), vessels, region, biomarker.unit(scale)));
        }
      }
    }
    return List.copyOf(columns);
  }

  /** The biomarkers that are measured for a vessel group in a region. */
  List<Biomarker> measured(VesselGroup vessels, Region region) {
    return byId.values().stream()
        .filter(
            biomarker ->
                biomarker.vesselGroups().contains(vessels) && biomarker.regions().contains(region))
        .toList();
  }

  @Override
  public String toString() {
    return "BiomarkerSet" + byId.keySet();
  }
}
