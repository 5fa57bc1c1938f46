#include "engine/decide/vocabulary.h"

#include "engine/iam/context_key.h"

namespace deputy {

KeySlot Vocabulary::InternKey(absl::string_view name) {
  std::string folded = FoldKey(name);
  const KeySlot known = FindFolded(folded);
  if (known != kNoSlot) return known;
  const auto slot = static_cast<KeySlot>(keys());
  keys_.push_back({std::move(folded), std::string(name)});
  slots_.emplace(keys_.back().folded, slot);
  return slot;
}

KeySlot Vocabulary::FindFolded(absl::string_view folded) const {
  const auto found = slots_.find(folded);
  if (found != slots_.end()) return found->second;
  return base_ == nullptr ? kNoSlot : base_->FindFolded(folded);
}

WordId Vocabulary::Intern(WordKind kind, absl::string_view text) {
  const WordId known = Find(kind, text);
  if (known != kNoWord) return known;
  const auto word = static_cast<WordId>(words());
  texts_.emplace_back(text);
  words_.emplace(Word(kind, texts_.back()), word);
  return word;
}

WordId Vocabulary::Find(WordKind kind, absl::string_view text) const {
  const auto found = words_.find(Word(kind, text));
  if (found != words_.end()) return found->second;
  return base_ == nullptr ? kNoWord : base_->Find(kind, text);
}

absl::string_view Vocabulary::Text(WordId word) const {
  return word < base_words() ? base_->Text(word) : absl::string_view(texts_[word - base_words()]);
}

}  // namespace deputy
