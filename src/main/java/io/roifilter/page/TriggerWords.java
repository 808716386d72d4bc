package io.roifilter.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Tells in one pass whether any of some words is in a text: Aho and Corasick's automaton. */
final class TriggerWords {
    private static final int ASCII = 128;
    private static final int NONE = -1;

    /** Of each character: letters of the words have numbers of their own, all others have 0 and lead to the beginning. */
    private final int[] letters = new int[ASCII];

    private final int width;
    /** For each state, where each letter leads: to the first place of the row of the next one. */
    private final int[] next;

    /** By the first places of their rows. */
    private final boolean[] isWord;

    /** @param words of ASCII */
    TriggerWords(Collection<String> words) {
        width = 1 + numberLetters(words);
        List<int[]> trie = new ArrayList<>();
        trie.add(empty());
        List<Integer> ends = new ArrayList<>();
        for (String word : words) {
            ends.add(add(trie, word));
        }
        isWord = new boolean[trie.size() * width];
        ends.forEach(end -> isWord[end * width] = true);
        next = new int[trie.size() * width];
        complete(trie);
    }

    boolean areIn(String text, int from, int to) {
        int row = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            row = c < ASCII ? next[row + letters[c]] : 0;
            if (isWord[row]) {
                return true;
            }
        }
        return false;
    }

    private int numberLetters(Collection<String> words) {
        int count = 0;
        for (String word : words) {
            for (char c : word.toCharArray()) {
                if (letters[c] == 0) {
                    letters[c] = ++count;
                }
            }
        }
        return count;
    }

    private int add(List<int[]> trie, String word) {
        int state = 0;
        for (char c : word.toCharArray()) {
            if (trie.get(state)[letters[c]] == NONE) {
                trie.get(state)[letters[c]] = trie.size();
                trie.add(empty());
            }
            state = trie.get(state)[letters[c]];
        }
        return state;
    }

    /** Breadth first, so that the shorter word that a longer one ends with is complete before. */
    private void complete(List<int[]> trie) {
        int[] shorter = new int[trie.size()];
        Deque<Integer> states = new ArrayDeque<>(List.of(0));
        while (!states.isEmpty()) {
            int state = states.remove();
            isWord[state * width] |= isWord[shorter[state] * width];
            for (int letter = 1; letter < width; letter++) {
                int longer = trie.get(state)[letter];
                int back = state == 0 ? 0 : next[shorter[state] * width + letter];
                next[state * width + letter] = longer == NONE ? back : longer * width;
                if (longer != NONE) {
                    shorter[longer] = back / width;
                    states.add(longer);
                }
            }
        }
    }

    private int[] empty() {
        int[] row = new int[width];
        Arrays.fill(row, NONE);
        return row;
    }
}
