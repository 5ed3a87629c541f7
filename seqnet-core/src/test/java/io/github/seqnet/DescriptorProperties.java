// SPDX-License-Identifier: MIT
package io.github.seqnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DescriptorProperties {
  @Property(seed = "1", tries = 200)
  void parseReadsWhatToStringWrites(@ForAll("descriptors") Descriptor descriptor) {
    assertEquals(descriptor, Descriptor.parse(descriptor.toString()));
  }

  @Provide
  Arbitrary<Descriptor> descriptors() {
    Arbitrary<String> names =
        Arbitraries.strings().alpha().numeric().withChars(".-_").ofMaxLength(12).map(s -> "a" + s);
    Arbitrary<String> values =
        Arbitraries.strings().withCharRange('!', '~').excludeChars(',').ofMaxLength(12);
    return net.jqwik.api.Combinators.combine(names, Arbitraries.maps(names, values).ofMaxSize(4))
        .as(Descriptor::new);
  }

  @Example
  void malformedTextIsRejectedWithTheCause() {
    for (String text : new String[] {"", "a b", "1a", "a:", "a:b", "a:b=1,b=2", "a:b=1,,c=2"}) {
      assertThrows(IllegalArgumentException.class, () -> Descriptor.parse(text), text);
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> Descriptor.parse("a:b=1,b=2"))
            .getMessage();
    assertTrue(message.contains("twice"), message);
    assertThrows(
        IllegalArgumentException.class, () -> new Descriptor("a", Map.of("b", "line\nbreak")));
    assertThrows(NullPointerException.class, () -> new Descriptor(null, Map.of()));
  }
}
