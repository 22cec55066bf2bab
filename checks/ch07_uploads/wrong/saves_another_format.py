# fails: test_stored_picture_is_a_small_jpeg, test_picture_is_cut_and_not_squeezed,
# test_pictures_sent_at_once_stay_apart
# file: pictures.py
# PNG files are stored and sent as image/jpeg. Browsers do not mind, other programs do.

    # region Step 3: keep the picture small
    picture = on_white(upright(open_picture(content)))
    file = io.BytesIO()
    ImageOps.fit(picture, SIZE, Image.Resampling.LANCZOS).save(file, format="PNG")
    return file.getvalue()
    # endregion
