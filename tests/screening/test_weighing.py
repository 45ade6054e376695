"""Reading one text, and the many of training, by the same weights."""

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from damrong.screening import model


def test_one_text_is_weighed_as_training_weighs_many() -> None:
    prepared = model.prepare("ถนนเป็นหลุม ไฟดับ น้ำไม่ไหลมาสามวัน ถนนเป็นหลุมอีกแล้ว")
    numbers = {name: at for at, name in enumerate(dict.fromkeys(model.features_of(prepared)))}
    rarity = np.linspace(1, 3, len(numbers), dtype=np.float32)
    counter = CountVectorizer(analyzer=model.features_of, vocabulary=numbers)
    [many] = model.weighted(counter.transform([prepared]), rarity).toarray()
    found, values = model.row_of([numbers[name] for name in model.features_of(prepared)], rarity)
    one = np.zeros(len(numbers))
    one[found] = values
    assert np.allclose(one, many, rtol=1e-5)
