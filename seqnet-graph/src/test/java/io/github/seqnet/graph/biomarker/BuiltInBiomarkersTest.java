// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("biomarkers")
class BuiltInBiomarkersTest extends BiomarkerContract {
  @Parameter private Biomarker biomarker;

  static List<Biomarker> biomarkers() {
    return BiomarkerSet.builtIn().biomarkers();
  }

  @Override
  protected Biomarker biomarker() {
    return biomarker;
  }

  @Test
  void idsAreUnique() {
    List<String> ids = biomarkers().stream().map(Biomarker::id).toList();
    assertEquals(ids.stream().distinct().toList(), ids);
  }
}
