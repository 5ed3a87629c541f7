// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The differences between the texts of two values, component by component. Records and lists are
 * parsed in the form of toString, {@code Name[component=value, ...]}; any other text is one value.
 *
 * @param component the names of the components on the way, with dots; empty for the whole
 * @param saved one value
 * @param given the other
 */
record TextDifference(String component, String saved, String given) {
  private static final Pattern WHOLE = Pattern.compile("(\\w*)\\[(.*)\\]", Pattern.DOTALL);
  private static final Pattern NAMED = Pattern.compile("(\\w+)=(.*)", Pattern.DOTALL);

  /** All differences, in order; none where the texts are equal. */
  static List<TextDifference> of(String saved, String given) {
    List<TextDifference> found = new ArrayList<>();
    compare("", saved, given, found);
    return found;
  }

  /** This difference as one in a component of a larger value. */
  TextDifference within(String name) {
    return new TextDifference(component.isEmpty() ? name : name + "." + component, saved, given);
  }

  /** For people: {@code steps: 3, not 5}. */
  @Override
  public String toString() {
    String values = saved + ", not " + given;
    return component.isEmpty() ? values : component + ": " + values;
  }

  private static void compare(
      String component, String saved, String given, List<TextDifference> found) {
    if (saved.equals(given)) {
      return;
    }
    List<String> first = parts(saved);
    List<String> second = parts(given);
    boolean alike = first.size() == second.size() && first.size() > 1;
    for (int i = 0; alike && i < first.size(); i++) {
      alike = name(first.get(i)).equals(name(second.get(i)));
    }
    if (alike) {
      for (int i = 0; i < first.size(); i++) {
        String name = name(first.get(i));
        String longer = component.isEmpty() || name.isEmpty() ? name : component + "." + name;
        compare(
            longer.isEmpty() ? component : longer,
            value(first.get(i)),
            value(second.get(i)),
            found);
      }
      return;
    }
    Matcher one = WHOLE.matcher(saved);
    Matcher other = WHOLE.matcher(given);
    if (one.matches()
        && other.matches()
        && one.group(1).equals(other.group(1))
        && parts(one.group(2)).size() == parts(other.group(2)).size()
        && parts(one.group(2)).size() > 1) {
      compare(component, one.group(2), other.group(2), found);
      return;
    }
    found.add(new TextDifference(component, saved, given));
  }

  /** The parts between commas outside of brackets; the complete text if brackets do not match. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length() && depth >= 0; i++) {
      char c = text.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0 && text.startsWith(", ", i)) {
        parts.add(text.substring(start, i));
        start = i + 2;
      }
    }
    parts.add(text.substring(start));
    return depth == 0 ? parts : List.of(text);
  }

  private static String name(String part) {
    Matcher named = NAMED.matcher(part);
    return named.matches() ? named.group(1) : "";
  }

  private static String value(String part) {
    Matcher named = NAMED.matcher(part);
    return named.matches() ? named.group(2) : part;
  }
}
